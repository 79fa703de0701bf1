-- Pictures and fonts of a page, as they are published: decoded and written again, never the bytes that came.
create table uploads (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  -- What the page's settings and its style sheet call it; it is never a path.
  name text not null check (name ~ '^[a-z0-9][a-z0-9._-]{0,79}$'),
  kind text not null check (kind in ('image', 'font')),
  content_type text not null,
  bytes bytea not null check (octet_length(bytes) <= 2097152),
  -- Of the bytes: the published address. Of what came: whether a file must be sent again.
  hash text not null,
  source_hash text not null,
  size integer not null,
  width integer,
  height integer,
  -- A square picture at 32 pixels, for the browser's tab.
  icon bytea check (octet_length(icon) <= 16384),
  -- The configuration file that sets it.
  managed_by text,
  created_at timestamptz not null,
  unique (page_id, name)
);
create index uploads_org on uploads (org_id);

-- The page's own CSS as it is published, with the names of its files still in place of their addresses.
alter table appearances add column css text;
