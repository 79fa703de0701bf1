-- Everything that arrived with a good token, as bytes, and what it was understood as.
create table arrivals (
  id text primary key,
  org_id text not null references organizations,
  source_id text not null references sources on delete cascade,
  received_at timestamptz not null,
  headers jsonb not null,
  query jsonb not null default '{}',
  body bytea not null,
  -- Bytes that came; more than the body holds where it was cut.
  size integer not null,
  -- received: stored, not yet decided. understood, unreadable, refused: done.
  state text not null check (state in ('received', 'understood', 'unreadable', 'refused')),
  reason text,
  replayed_at timestamptz,
  remote text
);
create index arrivals_org on arrivals (org_id, received_at desc, id desc);
create index arrivals_source on arrivals (source_id, received_at desc);
create index arrivals_open on arrivals (received_at) where state = 'received';

-- A post waiting for its policy.
create table drafts (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  rule_id text references rules on delete set null,
  component_id text references components on delete set null,
  -- opening: starts or reopens an incident. recovery: ends one.
  kind text not null check (kind in ('opening', 'recovery')),
  state text not null check (state in ('held', 'awaiting_approval', 'published', 'cancelled', 'rejected')),
  -- Why it waits for a person, or why it was cancelled or rejected.
  reason text,
  title text not null,
  body text not null,
  edited_by text,
  component_status text,
  due_at timestamptz,
  -- What makes it ask a person where its rule would not; once that ends, the rules decide anew.
  asks_while text check (asks_while in ('source_muted', 'rule_muted', 'paused')),
  alert_id text,
  incident_id text references incidents on delete set null,
  update_id text references incident_updates on delete set null,
  decided_by text,
  decided_at timestamptz,
  told_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index drafts_org on drafts (org_id, created_at desc, id desc);
create index drafts_waiting on drafts (page_id, rule_id, component_id) where state in ('held', 'awaiting_approval');
create index drafts_due on drafts (due_at) where state = 'held';

-- One row is one state change that a source reported.
create table alerts (
  id text primary key,
  org_id text not null references organizations,
  source_id text not null references sources on delete cascade,
  arrival_id text references arrivals on delete set null,
  key text not null,
  occurrence text not null,
  state text not null check (state in ('firing', 'resolved', 'other')),
  severity text,
  title text not null,
  summary text,
  labels jsonb not null default '{}',
  url text,
  started_at timestamptz,
  ended_at timestamptz,
  -- The source's own time for this change, by which alerts are ordered; received_at breaks ties.
  source_time timestamptz not null,
  received_at timestamptz not null,
  -- A firing that no recovery has ended yet.
  open boolean not null default false,
  repeats integer not null default 0,
  outcome text not null,
  reason text,
  -- What keeps a firing from readers. When it ends and the alert still fires, it is put to the rules again.
  unsaid_while text check (unsaid_while in ('source_muted', 'rule_muted', 'paused', 'person_leads')),
  -- When it was put to the rules again, the last time.
  reconsidered_at timestamptz,
  rule_id text references rules on delete set null,
  component_id text references components on delete set null,
  draft_id text references drafts on delete set null,
  incident_id text references incidents on delete set null,
  unique (source_id, key, occurrence, state)
);
create index alerts_org on alerts (org_id, received_at desc, id desc);
create index alerts_incident on alerts (incident_id);
create index alerts_draft on alerts (draft_id);
create index alerts_arrival on alerts (arrival_id);
create index alerts_key on alerts (source_id, key, source_time desc);
create index alerts_open on alerts (rule_id, component_id) where open;
create index alerts_unsaid on alerts (org_id, received_at) where open and unsaid_while is not null;
