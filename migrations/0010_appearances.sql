-- How a page looks, where somebody has chosen; no row: as it comes.
create table appearances (
  page_id text primary key references pages on delete cascade,
  org_id text not null references organizations,
  settings jsonb not null,
  updated_at timestamptz not null
);
create index appearances_org on appearances (org_id);
