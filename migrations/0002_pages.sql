create table pages (
  id text primary key,
  org_id text not null references organizations,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null,
  time_zone text not null default 'UTC',
  support_url text,
  host text unique,
  position integer not null default 0,
  -- Grows by one in the transaction of every change that the page shows; a publisher compares it with what it serves.
  version bigint not null default 1,
  -- The file that named this object, or null when a person made it.
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index pages_org on pages (org_id);

create table components (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  parent_id text references components on delete cascade,
  key text not null,
  name text not null,
  description text,
  tags jsonb not null default '{}',
  position integer not null default 0,
  -- How the children's status becomes this one's: the worst, the best, or by its own alone.
  roll_up text not null default 'worst' check (roll_up in ('worst', 'best', 'own')),
  -- What a person set by hand; incidents add theirs on top, the worst counts.
  base_status text not null default 'operational',
  -- base_status and the open incidents together: what the open interval of the ledger says.
  status text not null default 'operational' check (status in
    ('operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance')),
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (page_id, key)
);
create index components_parent on components (parent_id);
create index components_org on components (org_id);

-- The ledger: the status of a component over time, from which every uptime figure is computed. A row is closed once
-- (ends_at) and never changed after; a correction supersedes rows and adds new ones, so both truths stay visible.
create table status_intervals (
  id bigint generated always as identity primary key,
  org_id text not null references organizations,
  component_id text not null references components on delete cascade,
  status text not null,
  starts_at timestamptz not null,
  ends_at timestamptz check (ends_at >= starts_at),
  recorded_at timestamptz not null,
  correction_id bigint,
  superseded_at timestamptz,
  superseded_by bigint
);
create unique index status_intervals_open on status_intervals (component_id) where ends_at is null and superseded_at is null;
create index status_intervals_component on status_intervals (component_id, starts_at) where superseded_at is null;

create table status_corrections (
  id bigint generated always as identity primary key,
  org_id text not null references organizations,
  component_id text not null references components on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  status text not null,
  reason text not null,
  corrected_by text not null,
  corrected_at timestamptz not null
);
