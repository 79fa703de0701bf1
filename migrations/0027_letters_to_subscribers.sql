-- Whose letter it is, of those that come again and again: it says how to end them, and what comes back is counted.
alter table letters add column subscriber_id text references subscribers on delete set null;
create index letters_subscriber on letters (subscriber_id) where subscriber_id is not null;
