-- Tenants own everything: every other table carries org_id, and every query is scoped by it.
create table organizations (
  id text primary key,
  name text not null,
  created_at timestamptz not null,
  -- Automation as a whole: while paused nothing posts by itself, and every message waits for a person.
  automation_paused_at timestamptz,
  automation_paused_by text,
  -- How long arrivals are kept in the inbox, in days.
  inbox_retention_days integer not null default 90 check (inbox_retention_days between 1 and 3650)
);

create table users (
  id text primary key,
  org_id text not null references organizations,
  email text not null,
  name text not null,
  role text not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  -- PHC string, argon2id. Null until the person has followed a setup or reset link.
  password_hash text,
  -- What the person is told by mail.
  tell_drafts boolean not null default false,
  tell_promises boolean not null default false,
  tell_silence boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index users_email on users (lower(email));
create index users_org on users (org_id);

create table user_links (
  -- SHA-256 of the one-time link's token: setup, invitation and password reset.
  token_hash bytea primary key,
  org_id text not null references organizations,
  -- Null: whoever follows it becomes the first owner.
  user_id text references users on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table sessions (
  token_hash bytea primary key,
  user_id text not null references users on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text
);
create index sessions_user on sessions (user_id);

create table api_tokens (
  id text primary key,
  org_id text not null references organizations,
  name text not null,
  role text not null check (role in ('viewer', 'editor', 'admin', 'owner')),
  token_hash bytea not null unique,
  -- The first characters, to recognise a token by; useless without the rest.
  prefix text not null,
  created_at timestamptz not null,
  created_by text,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_org on api_tokens (org_id);
