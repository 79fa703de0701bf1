-- A post in other words: for channels with little room, and for some of its readers.
alter table incident_updates
  -- Plain text, for text messages, X and the like.
  add column short text,
  -- In order: { audience, body, short, translations, updatedAt }. A reader gets the first whose audience they belong to.
  add column texts jsonb not null default '[]';
-- Whose words a correction replaced; null: those that everybody else gets.
alter table update_corrections add column audience text;
alter table drafts
  add column short text,
  add column texts jsonb not null default '[]';
alter table messages
  -- By phase.
  add column short jsonb not null default '{}',
  -- In order: an audience by key, with words by phase.
  add column texts jsonb not null default '[]';
