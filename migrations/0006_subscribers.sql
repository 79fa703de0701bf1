create table subscribers (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  email text,
  -- Keyed hash of the address in normal form: finds it, also after erasure.
  address_hash bytea not null,
  state text not null check (state in ('unconfirmed', 'active', 'unsubscribed', 'suppressed', 'erased')),
  reason text,
  all_components boolean not null default true,
  -- Part of every manage link; raising it voids the earlier ones.
  link_version integer not null default 1,
  confirm_hash bytea,
  confirm_sent_at timestamptz,
  confirm_expires_at timestamptz,
  confirm_sent_today integer not null default 0,
  consent_at timestamptz,
  consent_text text,
  consent_ip_hash bytea,
  soft_bounces integer not null default 0,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (page_id, address_hash)
);
create index subscribers_org on subscribers (org_id, created_at desc, id desc);
create index subscribers_page on subscribers (page_id, id);

create table subscriber_components (
  subscriber_id text not null references subscribers on delete cascade,
  component_id text not null references components on delete cascade,
  primary key (subscriber_id, component_id)
);
create index subscriber_components_component on subscriber_components (component_id);

-- Addresses that must never be written to again, whatever page or file names them.
create table suppressions (
  org_id text not null references organizations,
  address_hash bytea not null,
  reason text not null,
  created_at timestamptz not null,
  primary key (org_id, address_hash)
);

-- One fan-out: who must be told of one update (or of its correction or withdrawal), and how far that is.
create table announcements (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  update_id text not null references incident_updates on delete cascade,
  kind text not null check (kind in ('update', 'correction', 'withdrawal')),
  event_id bigint not null unique,
  -- The last subscriber for whom a row was written: a killed fan-out goes on from here.
  cursor text not null default '',
  chosen_at timestamptz,
  created_at timestamptz not null
);
create index announcements_update on announcements (update_id);

-- Who was told of what, when, by which channel; and who was not, and why.
create table deliveries (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  announcement_id text not null references announcements on delete cascade,
  update_id text not null references incident_updates on delete cascade,
  incident_id text not null references incidents on delete cascade,
  subscriber_id text not null references subscribers on delete cascade,
  channel text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'skipped', 'superseded')),
  reason text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  claimed_by text,
  claimed_at timestamptz,
  sent_at timestamptz,
  detail text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (announcement_id, subscriber_id, channel)
);
create index deliveries_org on deliveries (org_id, created_at desc, id desc);
create index deliveries_first on deliveries (page_id, id) where state = 'queued' and attempts = 0;
create index deliveries_retry on deliveries (next_attempt_at) where state = 'queued' and attempts > 0;
create index deliveries_sending on deliveries (claimed_by) where state = 'sending';
create index deliveries_subscriber on deliveries (subscriber_id, created_at desc);
create index deliveries_incident on deliveries (incident_id, subscriber_id);

-- Mails to one person that are no announcement: confirmation, draft waiting, promise due, source silent, invitation.
create table letters (
  id text primary key,
  org_id text not null references organizations,
  kind text not null,
  recipient text not null,
  subject text not null,
  html text not null,
  body text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  claimed_by text,
  detail text,
  -- At most one letter for one occasion.
  occasion text unique,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index letters_waiting on letters (next_attempt_at) where state = 'queued';
create index letters_org on letters (org_id, created_at desc, id desc);
