-- Figures that an operator feeds in and the page shows as charts.
create table metrics (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  key text not null,
  name text not null,
  description text,
  translations jsonb not null default '{}',
  unit text,
  decimals smallint not null default 0 check (decimals between 0 and 6),
  -- Of the axis; null: as the values are.
  minimum double precision,
  maximum double precision,
  position integer not null default 0,
  -- Null: everybody.
  audiences text[],
  -- What the page shows: points in buckets. Null until there are any.
  drawn jsonb,
  drawn_at timestamptz,
  -- Points came since.
  undrawn boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (page_id, key),
  check (minimum < maximum)
);
create index metrics_org on metrics (org_id);

-- One value a minute.
create table metric_points (
  org_id text not null references organizations,
  metric_id text not null references metrics on delete cascade,
  at timestamptz not null,
  value double precision not null,
  primary key (metric_id, at)
);
