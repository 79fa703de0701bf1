-- The numbers of a post that very many are told of are counted by a worker, now and then, and not at each look at them.
alter table announcements
  -- How many rows of the ledger were written for it.
  add column decided integer not null default 0;
create table told_numbers (
  update_id text primary key references incident_updates on delete cascade,
  org_id text not null references organizations,
  numbers jsonb not null,
  counted_at timestamptz not null,
  -- In milliseconds.
  took integer not null
);
