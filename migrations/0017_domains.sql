-- Host names of pages. A claim that is not proven reserves nothing; among the proven ones a name has one owner.
create table domains (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  -- In ASCII and lower case, without a final dot.
  host text not null check (host ~ '^[a-z0-9.-]{3,253}$' and host like '%.%'),
  state text not null check (state in ('unproven', 'proven', 'broken')),
  -- What proved it last: a TXT record, a file, that it leads here, or the word of the installation's operator.
  proof text check (proof in ('dns', 'file', 'here', 'declared')),
  -- What the record or the file has to hold.
  token text not null,
  -- What the last look found, in words: a list of { "look", "expected", "found" }.
  findings jsonb not null default '[]',
  proven_at timestamptz,
  -- Since when the proof is missing, while the name is still served.
  lost_at timestamptz,
  checked_at timestamptz,
  -- When it is looked at next; null: never by itself.
  check_at timestamptz,
  created_at timestamptz not null,
  unique (page_id, host)
);
create unique index domains_owner on domains (host) where state = 'proven';
create index domains_due on domains (org_id, check_at);

-- What a page had before is its operator's word.
insert into domains (id, org_id, page_id, host, state, proof, token, proven_at, created_at)
select id, org_id, id, host, 'proven', 'declared', md5(random()::text || id) || md5(random()::text || host), now(), now()
from pages where host is not null;

-- Names that were given up: another organization waits before it can have one.
create table released_hosts (
  host text primary key,
  org_id text not null references organizations,
  released_at timestamptz not null
);
create index released_hosts_org on released_hosts (org_id);

-- Certificates that the program itself orders, and the trying. They are the installation's, as its host names are.
create table certificates (
  host text primary key,
  -- PEM, the leaf first.
  chain text,
  -- The key to it, sealed.
  sealed_key bytea,
  not_before timestamptz,
  not_after timestamptz,
  -- When it is ordered (again): after a failure later each time.
  order_at timestamptz not null,
  failures integer not null default 0,
  failed_at timestamptz,
  reason text
);

create table acme_accounts (
  -- The address of the authority's directory.
  directory text primary key,
  sealed_key bytea not null,
  url text,
  created_at timestamptz not null
);

-- What the authority asks for on port 80, by whichever process it reaches.
create table acme_challenges (
  token text primary key,
  answer text not null,
  expires_at timestamptz not null
);
