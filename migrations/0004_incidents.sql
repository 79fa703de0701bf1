-- Incidents, planned work and notices: all are things that a page tells its readers about, in updates.
create table incidents (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  kind text not null default 'incident' check (kind in ('incident', 'maintenance', 'notice')),
  title text not null,
  status text not null,
  impact text not null check (impact in ('none', 'minor', 'major', 'critical', 'maintenance')),
  -- Set where a person chose the impact; else it follows the worst affected component.
  impact_chosen boolean not null default false,
  started_at timestamptz not null,
  monitoring_at timestamptz,
  resolved_at timestamptz,
  scheduled_for timestamptz,
  scheduled_until timestamptz,
  next_update_at timestamptz,
  -- The promise about which operators were told, so that each is told of once.
  promise_told_for timestamptz,
  -- Opened by a rule, not by a person; and which one, for which component.
  automatic boolean not null default false,
  rule_id text references rules on delete set null,
  rule_component_id text references components on delete set null,
  -- A person has posted on it: automation asks from then on.
  touched_by_person boolean not null default false,
  -- How often it came back within the flap window after its recovery.
  reopened integer not null default 0,
  -- While it is watched after flapping: when it ends if nothing fires until then.
  quiet_until timestamptz,
  -- Grows with every change: readers of the incident compare it with what they hold.
  revision integer not null default 1,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index incidents_page on incidents (page_id, started_at desc);
create index incidents_org on incidents (org_id, created_at desc, id desc);
create index incidents_open on incidents (page_id) where resolved_at is null;
create index incidents_rule on incidents (rule_id, rule_component_id, resolved_at);

-- What an incident affects, now or at last.
create table incident_components (
  incident_id text not null references incidents on delete cascade,
  component_id text not null references components on delete cascade,
  status text not null,
  primary key (incident_id, component_id)
);
create index incident_components_component on incident_components (component_id);

create table incident_updates (
  id text primary key,
  org_id text not null references organizations,
  incident_id text not null references incidents on delete cascade,
  -- 1, 2, 3 … within the incident: the order in which they were posted.
  number integer not null,
  status text not null,
  body text not null,
  notify boolean not null,
  next_update_at timestamptz,
  created_by text not null,
  automatic boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  unique (incident_id, number)
);
create index incident_updates_org on incident_updates (org_id, created_at desc);

-- The status each component had before and after an update.
create table update_components (
  update_id text not null references incident_updates on delete cascade,
  component_id text not null references components on delete cascade,
  name text not null,
  from_status text not null,
  to_status text not null,
  primary key (update_id, component_id)
);

-- Texts that a correction replaced.
create table update_corrections (
  id bigint generated always as identity primary key,
  org_id text not null references organizations,
  update_id text not null references incident_updates on delete cascade,
  body text not null,
  replaced_at timestamptz not null,
  replaced_by text not null
);
create index update_corrections_update on update_corrections (update_id);
