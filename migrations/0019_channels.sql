-- The operator's accounts with those who carry messages: a mail server, Twilio, an app of Slack.
create table channel_accounts (
  id text primary key,
  org_id text not null references organizations,
  -- Names it in the configuration file.
  key text not null,
  -- Of the channel: smtp, twilio-sms, slack.
  kind text not null,
  name text not null,
  -- JSON, encrypted.
  settings bytea not null,
  -- Several of one medium are tried in this order.
  position integer not null default 0,
  enabled boolean not null default true,
  -- SHA-256 of the token in the address of its hook, and its end, to know it by.
  hook_hash bytea not null unique,
  -- What a message costs, in millionths of `currency`, where messages are billed one by one.
  price_micros bigint,
  currency text,
  managed_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (org_id, key)
);
create index channel_accounts_medium on channel_accounts (org_id, position, id);

-- A subscriber is one destination on one channel; the page's own accounts, which speak to the world, are such too.
alter table subscribers
  add column channel text not null default 'email',
  -- JSON, encrypted; null for mail, whose address is in `email`.
  add column target bytea,
  -- What it is called: "#status in acme.slack.com".
  add column label text,
  -- Whose strength it takes; what the limits go by.
  add column host text not null default '',
  add column world boolean not null default false,
  -- A code that was sent to it, hashed, and how often it was tried.
  add column confirm_tries integer not null default 0;
alter table subscribers drop constraint subscribers_page_id_address_hash_key;
alter table subscribers add constraint subscribers_destination unique (page_id, channel, address_hash);
create index subscribers_world on subscribers (page_id) where world;

-- Lanes: first attempts of one page by one channel.
alter table deliveries
  add column host text not null default '',
  -- What the vendor calls the message.
  add column receipt text,
  -- By which account it went.
  add column account_id text references channel_accounts on delete set null;
drop index deliveries_first;
create index deliveries_first on deliveries (page_id, channel, event_id, id) where state = 'queued' and attempts = 0;
create index deliveries_receipt on deliveries (receipt) where receipt is not null;
