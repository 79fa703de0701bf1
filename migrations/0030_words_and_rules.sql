-- What a draft says in other languages: once a person changed it, it goes out as it stands.
alter table drafts add column translations jsonb not null default '{}';

-- Whom, of those concerned, a post is told to, beside labels: { audiences, domains, tags, past }, of which all hold; null:
-- no such limit.
alter table incident_updates add column tell_only jsonb;
