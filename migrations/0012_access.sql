-- Who may read a page and how readers sign in, where somebody has decided it; no row: anybody, and nobody signs in.
create table page_access (
  page_id text primary key references pages on delete cascade,
  org_id text not null references organizations,
  is_private boolean not null default false,
  -- What src/access/schema.ts describes, without secrets.
  settings jsonb not null,
  -- PHC string of the page's password.
  password_hash text,
  -- Client secrets of the connections, by key.
  secrets_sealed bytea,
  -- A session names the epoch that it began in: another one signs everybody out. Milliseconds since 1970, so that a
  -- restored backup brings no ended session back.
  epoch bigint not null,
  -- Grows with every change that servers must know of.
  version bigint not null default 1,
  updated_at timestamptz not null
);
create index page_access_org on page_access (org_id);

-- Links that were mailed to sign in with.
create table access_links (
  token_hash bytea primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  email text not null,
  next text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index access_links_page on access_links (page_id);

-- A reader who is at an identity provider: what its answer must fit. Used once.
create table access_flows (
  id_hash bytea primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  connection text not null,
  facts_sealed bytea not null,
  -- Of a SAML request, which is how its answer is found.
  request_id text unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index access_flows_page on access_flows (page_id);

-- SAML assertions that were taken: none is taken twice.
create table access_assertions (
  page_id text not null references pages on delete cascade,
  assertion_hash bytea not null,
  expires_at timestamptz not null,
  primary key (page_id, assertion_hash)
);

-- Sessions that readers ended themselves; needed until they would have ended anyway.
create table access_ended (
  page_id text not null references pages on delete cascade,
  session text not null,
  expires_at timestamptz not null,
  primary key (page_id, session)
);

-- Addresses of private feeds.
create table access_feeds (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  prefix text not null,
  -- Who made it, as a keyed hash; null: somebody in the console.
  owner_hash bytea,
  -- How its maker was let in, and with which rights.
  way text not null,
  reader jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index access_feeds_page on access_feeds (page_id) where revoked_at is null;
create index access_feeds_org on access_feeds (org_id);
