-- One line at the foot of every mail to readers, where a page has one: some laws ask for it.
alter table pages add column postal_address text;
