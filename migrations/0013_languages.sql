-- The language of what people write on a page, the others that it offers, strings in the place of ours, and translations:
-- by language, then by field.
alter table pages
  add column language text not null default 'en',
  add column languages text[] not null default '{}',
  add column wording jsonb not null default '{}',
  add column translations jsonb not null default '{}';

alter table components add column translations jsonb not null default '{}';
alter table messages add column translations jsonb not null default '{}';
alter table incidents add column translations jsonb not null default '{}';
alter table incident_updates add column translations jsonb not null default '{}';
