-- Subscribers of pages that have readers' sessions, since they ended: what their sessions opened as subscribers is closed
-- from then on. By a trigger, since a subscription ends in many ways, some of them in bulk; the moment is the change's own.
create table access_left (
  page_id text not null references pages on delete cascade,
  address_hash bytea not null,
  left_at timestamptz not null,
  primary key (page_id, address_hash)
);

create function note_reader_who_left() returns trigger language plpgsql as $$
begin
  insert into access_left (page_id, address_hash, left_at)
    select old.page_id, old.address_hash, new.updated_at
    where exists (select from page_access where page_id = old.page_id)
    on conflict (page_id, address_hash) do update set left_at = excluded.left_at;
  if found then
    -- Once in a transaction, however many leave in it.
    update page_access set version = version + 1
      where page_id = old.page_id and xmin <> pg_current_xact_id()::xid;
    perform pg_notify('upfront_page', old.page_id);
  end if;
  return null;
end $$;
create trigger subscribers_note_readers after update on subscribers for each row
  when (old.state = 'active' and old.channel = 'email'
    and (new.state <> 'active' or new.address_hash <> old.address_hash))
  execute function note_reader_who_left();
