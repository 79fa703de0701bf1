-- Seconds between a post in the console and the first message about it, in which nobody has to hear of it. 0: none.
alter table organizations add column grace_seconds integer not null default 0 check (grace_seconds between 0 and 60);
-- Nobody is told before; null: at once.
alter table announcements add column begins_at timestamptz;
