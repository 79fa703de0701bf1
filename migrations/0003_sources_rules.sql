create table sources (
  id text primary key,
  org_id text not null references organizations,
  key text not null,
  kind text not null,
  name text not null,
  -- SHA-256 of the hook token; the token itself is encrypted so that the console can show the address.
  token_hash bytea not null unique,
  token_sealed bytea not null,
  -- The token before the last rotation keeps working until then.
  old_token_hash bytea unique,
  old_token_until timestamptz,
  settings_sealed bytea,
  muted_until timestamptz,
  muted_by text,
  -- Seconds without an arrival after which the source counts as silent; null: learned from its own past.
  silent_after integer check (silent_after > 0),
  last_arrival_at timestamptz,
  silent_since timestamptz,
  -- Arrivals answered with 429, and when the last one was.
  throttled bigint not null default 0,
  throttled_at timestamptz,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (org_id, key)
);

create table messages (
  id text primary key,
  org_id text not null references organizations,
  key text not null,
  title text not null,
  investigating text not null,
  identified text,
  monitoring text,
  resolved text,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (org_id, key)
);

create table rules (
  id text primary key,
  org_id text not null references organizations,
  name text not null,
  position integer not null,
  match jsonb not null default '{}',
  -- Null only where the rule just records.
  page_id text references pages on delete cascade,
  component_id text references components on delete cascade,
  status text,
  message_id text references messages,
  mode text not null check (mode in ('auto', 'hold', 'approve', 'record')),
  -- Seconds.
  hold_for integer check (hold_for > 0),
  next_update_every integer check (next_update_every > 0),
  flap_window integer not null default 600 check (flap_window >= 0),
  muted_until timestamptz,
  muted_by text,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (org_id, name)
);
create index rules_org on rules (org_id, position);
