create table subscribers (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  -- Null once erased.
  email text,
  -- Keyed hash of the address in normal form: finds it, also after erasure.
  address_hash bytea not null,
  -- The same without what follows a plus sign: one mailbox, however many addresses it goes by.
  mailbox_hash bytea not null,
  state text not null check (state in ('unconfirmed', 'active', 'unsubscribed', 'suppressed', 'erased')),
  reason text,
  all_components boolean not null default true,
  -- Part of every manage link; raising it voids the earlier ones.
  link_version integer not null default 1,
  -- SHA-256 of the token in the last confirmation mail.
  confirm_hash bytea unique,
  confirm_sent_at timestamptz,
  confirm_expires_at timestamptz,
  -- Confirmation mails since then: at most five a day for one mailbox.
  confirm_count integer not null default 0,
  confirm_count_since timestamptz,
  consent_at timestamptz,
  consent_text text,
  consent_ip_hash bytea,
  -- Mails refused for reasons other than the address, since then: too many in 14 days suppress it.
  soft_bounces integer not null default 0,
  soft_bounces_since timestamptz,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (page_id, address_hash)
);
create index subscribers_org on subscribers (org_id, created_at desc, id desc);
create index subscribers_page on subscribers (page_id, id);
create index subscribers_address on subscribers (org_id, address_hash);
create index subscribers_mailbox on subscribers (mailbox_hash);
create index subscribers_unconfirmed on subscribers (created_at) where state = 'unconfirmed';

create table subscriber_components (
  subscriber_id text not null references subscribers on delete cascade,
  component_id text not null references components on delete cascade,
  primary key (subscriber_id, component_id)
);
create index subscriber_components_component on subscriber_components (component_id);

-- Addresses that must not be written to, whatever page or file names them. Those who were erased may come back by
-- themselves; those that bounced only by a person of the organization.
create table suppressions (
  org_id text not null references organizations,
  address_hash bytea not null,
  reason text not null,
  erased boolean not null default false,
  created_at timestamptz not null,
  primary key (org_id, address_hash)
);

-- One fan-out: who must be told of one update (or of its correction or withdrawal), and how far that is.
create table announcements (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  incident_id text not null references incidents on delete cascade,
  update_id text not null references incident_updates on delete cascade,
  update_number integer not null,
  kind text not null check (kind in ('update', 'correction', 'withdrawal')),
  event_id bigint not null unique,
  -- Set where nobody is told, and says why.
  silent_reason text,
  -- The last subscriber for whom a row was written: a killed fan-out goes on from here.
  cursor text not null default '',
  chosen_at timestamptz,
  created_at timestamptz not null
);
create index announcements_update on announcements (update_id);
create index announcements_incident on announcements (incident_id, event_id);

-- Who was told of what, when, by which channel; and who was not, and why.
create table deliveries (
  id text primary key,
  org_id text not null references organizations,
  page_id text not null references pages on delete cascade,
  announcement_id text not null references announcements on delete cascade,
  -- The announcement's event: the order in which one reader hears of one incident.
  event_id bigint not null,
  update_id text not null references incident_updates on delete cascade,
  incident_id text not null references incidents on delete cascade,
  subscriber_id text not null references subscribers on delete cascade,
  channel text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'skipped', 'superseded')),
  -- Why this subscriber is told, or is not.
  reason text not null,
  -- How the last attempt ended, or what it waits for.
  detail text,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  -- The process that sends it.
  claimed_by text,
  claimed_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (announcement_id, subscriber_id, channel)
);
create index deliveries_org on deliveries (org_id, created_at desc, id desc);
create index deliveries_update on deliveries (update_id, created_at desc, id desc);
create index deliveries_first on deliveries (page_id, event_id, id) where state = 'queued' and attempts = 0;
create index deliveries_retry on deliveries (org_id, next_attempt_at) where state = 'queued' and attempts > 0;
create index deliveries_sending on deliveries (org_id) where state = 'sending';
create index deliveries_unsent on deliveries (incident_id, subscriber_id) where state in ('queued', 'sending');
create index deliveries_subscriber on deliveries (subscriber_id, created_at desc);

-- Mails to one person that are no announcement: confirmation, draft waiting, promise due, source silent, invitation.
create table letters (
  id text primary key,
  org_id text not null references organizations,
  kind text not null,
  -- Name of the sender: the page's or the product's.
  sender text not null,
  recipient text not null,
  subject text not null,
  -- Emptied once sent: they may hold a link that opens something.
  html text not null,
  body text not null,
  state text not null check (state in ('queued', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  claimed_by text,
  detail text,
  -- At most one letter for one occasion.
  occasion text,
  created_at timestamptz not null,
  sent_at timestamptz,
  unique (org_id, occasion)
);
create index letters_waiting on letters (org_id, next_attempt_at) where state = 'queued';
create index letters_sending on letters (org_id) where state = 'sending';
create index letters_org on letters (org_id, created_at desc, id desc);
