-- What readers may subscribe by on a page. No row: what a page offers when nobody has chosen.
create table page_channels (
  page_id text primary key references pages on delete cascade,
  org_id text not null references organizations,
  -- Media; null for the usual ones.
  offered text[],
  -- ISO 3166 codes of the countries whose telephone numbers may sign up. None: no number may.
  countries text[] not null default '{}',
  updated_at timestamptz not null
);

-- The token in the address of an account's hook, encrypted: its owner reads the address again.
alter table channel_accounts add column hook_sealed bytea;

-- Names a page's own account that speaks to the world in files and addresses of the API.
alter table subscribers add column key text;
create unique index subscribers_world_key on subscribers (page_id, key) where world;
