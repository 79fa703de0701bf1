-- A row of the ledger is written for each subscriber of each post, a million at a time: what its announcement refers to
-- needs no look of its own, and goes with it. A subscriber that is deleted takes its rows along by a trigger, so that
-- writing the ledger does not have to lock every subscriber.
alter table deliveries
  drop constraint deliveries_org_id_fkey,
  drop constraint deliveries_page_id_fkey,
  drop constraint deliveries_update_id_fkey,
  drop constraint deliveries_incident_id_fkey,
  drop constraint deliveries_subscriber_id_fkey;

create function forget_deliveries() returns trigger language plpgsql as $$
begin
  delete from deliveries where subscriber_id in (select id from gone);
  return null;
end $$;
create trigger subscribers_forget_deliveries after delete on subscribers
  referencing old table as gone for each statement execute function forget_deliveries();
