-- Who may see a part of a page: named groups of its readers.
create table audiences (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  -- What files and the API call it.
  key text not null,
  name text not null,
  description text,
  -- Who belongs: addresses, domains, attributes of single sign-on, all subscribers. See src/audiences/schema.ts.
  members jsonb not null,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (page_id, key)
);
create index audiences_org on audiences (org_id);

-- Ids of audiences, or the words "everyone", "subscribers", "staff". Null: no limit of its own. An audience that stands in
-- one of these cannot be removed (src/audiences/used-by.ts).
alter table components add column audiences text[] check (cardinality(audiences) > 0);
alter table incidents add column audiences text[] check (cardinality(audiences) > 0);
alter table incident_updates add column audiences text[] check (cardinality(audiences) > 0);

-- What counted for the incident's impact, so that it can be said without the components that a reader may not see: the
-- status by the last post that did not end it. Null: none such.
alter table incident_components add column counted text;
update incident_components set counted = status;

-- When something last changed that everybody who reads the page may see of the page itself.
alter table pages add column changed_at timestamptz;
update pages set changed_at = updated_at;
alter table pages alter column changed_at set not null;
alter table pages alter column changed_at set default now();
