-- Lists by state, by page and by channel, newest first: a page of a million is read from the index.
create index subscribers_state on subscribers (org_id, state, created_at desc, id desc) where not world;
create index subscribers_page_state on subscribers (page_id, state, created_at desc, id desc) where not world;
create index subscribers_channel on subscribers (org_id, channel, created_at desc, id desc) where not world;
create index subscribers_language on subscribers (org_id, language, created_at desc, id desc)
  where language is not null and not world;
-- Without "labels <> '{}'", which made every label look rarer than it is.
drop index subscribers_labels;
create index subscribers_labels on subscribers using gin (labels) where not world;
-- Search by how a name begins.
create index subscribers_named on subscribers (org_id, lower(coalesce(email, label)) text_pattern_ops) where not world;
-- Search by domain: "@customer".
create index subscribers_domain on subscribers (org_id, split_part(lower(email), '@', 2) text_pattern_ops)
  where email is not null and not world;
create statistics subscribers_domains on split_part(lower(email), '@', 2) from subscribers;
-- These go together more often than chance: without it a rare combination would be looked for among the frequent.
create statistics subscribers_together (dependencies, mcv) on page_id, state, channel, language from subscribers;
-- How frequent a part of a name is: a frequent one is looked for among the newest, a rare one in the index below.
create statistics subscribers_name on lower(coalesce(email, label)) from subscribers;

-- Search by any part of a name. The extension comes with every usual PostgreSQL and needs no superuser; a server without it
-- finds the same, more slowly.
do $$
begin
  create extension if not exists pg_trgm;
  create index subscribers_part on subscribers using gin (lower(coalesce(email, label)) gin_trgm_ops) where not world;
exception
  when feature_not_supported or undefined_file or insufficient_privilege or undefined_object then
    raise notice 'pg_trgm is not there: %', sqlerrm;
end $$;

-- Files of subscribers that operators bring in: read, shown, and brought in chunk by chunk.
create table subscriber_imports (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  -- What the file was called.
  name text not null,
  state text not null check (state in ('uploading', 'reading', 'ready', 'running', 'done', 'failed', 'cancelled')),
  -- Why it failed.
  reason text,
  -- Whoever brings it vouches that those without a state of their own agreed.
  vouched boolean not null,
  -- Who brought it: a job goes on in their name.
  actor jsonb not null,
  bytes bigint not null default 0,
  lines integer not null default 0,
  -- The columns that were understood, and those that were not.
  columns jsonb not null default '{}',
  -- What the dry run found, and what was done so far; by outcome.
  found jsonb not null default '{}',
  done jsonb not null default '{}',
  -- The last line that was brought in: a killed import goes on from here.
  cursor integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index subscriber_imports_org on subscriber_imports (org_id, created_at desc, id desc);

-- The file, until it has been read.
create table subscriber_import_parts (
  import_id text not null references subscriber_imports on delete cascade,
  number integer not null,
  bytes bytea not null,
  primary key (import_id, number)
);

-- What was read, until it was brought in. Lines with problems stay as long as the import; they hold nothing of the person.
create table subscriber_import_lines (
  import_id text not null references subscriber_imports on delete cascade,
  line integer not null,
  -- What it asks for; its destination is as secret as that of a subscriber. Null where there are problems.
  entry jsonb,
  address_hash bytea,
  problems jsonb,
  primary key (import_id, line)
);
create unique index subscriber_import_lines_once on subscriber_import_lines (import_id, address_hash)
  where address_hash is not null;
create index subscriber_import_lines_wrong on subscriber_import_lines (import_id, line) where problems is not null;

-- One change to many subscribers, done chunk by chunk.
create table bulk_changes (
  id text primary key,
  org_id text not null references organizations,
  change jsonb not null,
  -- Ids, or the filter that they match.
  selection jsonb not null,
  state text not null check (state in ('running', 'done', 'stopped')),
  -- How many there were when it was asked for.
  total integer not null,
  -- The last subscriber that was looked at.
  cursor text not null default '',
  outcomes jsonb not null default '{}',
  actor jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index bulk_changes_org on bulk_changes (org_id, created_at desc, id desc);
