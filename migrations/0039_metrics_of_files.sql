-- Null: people own it.
alter table metrics add column managed_by text;
