-- What readers answered to a message, kept for 90 days; and the words that end or restart messages, as proof.
create table replies (
  id text primary key,
  org_id text not null references organizations,
  account_id text not null references channel_accounts on delete cascade,
  -- The medium.
  channel text not null,
  -- `destinationHash` of who wrote, and what the console calls them.
  from_hash bytea not null,
  label text not null,
  body text not null,
  keyword text check (keyword in ('stop', 'start', 'help')),
  created_at timestamptz not null
);
create index replies_org on replies (org_id, created_at desc, id desc);
create index replies_from on replies (org_id, from_hash);
