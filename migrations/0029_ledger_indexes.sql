-- A million rows of one post are written at once, and each index costs as much as the row. One serves for what makes a row
-- unique and for what one subscriber was told.
alter table deliveries drop constraint deliveries_announcement_id_subscriber_id_channel_key;
drop index deliveries_subscriber;
create unique index deliveries_once on deliveries (subscriber_id, announcement_id, channel);
-- New rows at the end of an index cost less than at its beginning; lists read them backwards.
drop index deliveries_org;
create index deliveries_org on deliveries (org_id, created_at, id);
drop index deliveries_update;
create index deliveries_update on deliveries (update_id, created_at, id);

-- The announcement is not looked at for each row: it is locked while its rows are written, and takes them along when it goes.
alter table deliveries drop constraint deliveries_announcement_id_fkey;
create function forget_announced() returns trigger language plpgsql as $$
begin
  delete from deliveries d using gone where d.update_id = gone.update_id and d.announcement_id = gone.id;
  return null;
end $$;
create trigger announcements_forget_deliveries after delete on announcements
  referencing old table as gone for each statement execute function forget_announced();
