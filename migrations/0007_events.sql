-- The spine: every change to the world, recorded in its own transaction. Publishing, notifications, feeds, audit and
-- timelines read events.
create table events (
  id bigint generated always as identity primary key,
  org_id text not null references organizations,
  kind text not null,
  page_id text,
  subject_id text not null,
  incident_id text,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  data jsonb not null default '{}',
  created_at timestamptz not null
);
create index events_org on events (org_id, id desc);
create index events_incident on events (incident_id, id) where incident_id is not null;
create index events_subject on events (subject_id, id);

-- The processes at work on this database. One whose heartbeat stops is dead, and its jobs are given to the others.
create table processes (
  id text primary key,
  roles text not null,
  host text not null,
  pid integer not null,
  workers jsonb not null default '[]',
  started_at timestamptz not null,
  heartbeat_at timestamptz not null
);

create table idempotency_keys (
  org_id text not null references organizations,
  actor_id text not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  response jsonb,
  created_at timestamptz not null,
  primary key (org_id, actor_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
