-- What a page holds besides its news, where somebody has chosen; no row: as it comes.
create table contents (
  page_id text primary key references pages on delete cascade,
  org_id text not null references organizations,
  document jsonb not null,
  updated_at timestamptz not null
);
create index contents_org on contents (org_id);
