-- Where pages are published to: each web process, and the targets that the environment names. Written by whoever
-- publishes there, read by whoever must not be quicker than the page. Times are the database's.
create table publishing_places (
  id text primary key,
  kind text not null check (kind in ('web', 'folder', 'bucket')),
  -- When its writer said last that it is at work.
  seen_at timestamptz not null,
  -- Since when it does not answer, and with which words; null: it does.
  failing_since timestamptz,
  reason text
);

-- What each place has of each page, at least.
create table published_versions (
  place_id text not null references publishing_places on delete cascade,
  page_id text not null references pages on delete cascade,
  version bigint not null,
  primary key (place_id, page_id)
);
create index published_versions_page on published_versions (page_id);

-- When a worker was last at work, also after it has ended in order: what workers feed is unknown when none is.
create table worker_beat (
  one boolean primary key default true check (one),
  at timestamptz not null
);
