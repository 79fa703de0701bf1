-- The first steps that a person does not want to see any more, by their names.
alter table users add column first_steps_left text[] not null default '{}';
