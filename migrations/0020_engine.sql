-- A destination that refused us for good, or failed too often: its owner or an operator can bring it back.
alter table subscribers drop constraint subscribers_state_check;
alter table subscribers add constraint subscribers_state_check
  check (state in ('unconfirmed', 'active', 'unsubscribed', 'suppressed', 'quarantined', 'erased'));

alter table announcements
  add column paused_at timestamptz,
  -- What had not left then never does.
  add column stopped_at timestamptz,
  add column stopped_by text;
create index announcements_held on announcements (org_id) where paused_at is not null;
create index announcements_page on announcements (page_id, created_at);

-- Told in one message with this one.
alter table deliveries add column together_with text;

-- By reader first: what else waits for the same reader is told with it.
drop index deliveries_unsent;
create index deliveries_unsent on deliveries (subscriber_id, incident_id) where state in ('queued', 'sending');
drop index deliveries_retry;
create index deliveries_retry on deliveries (org_id, channel, next_attempt_at) where state = 'queued' and attempts > 0;

-- How quickly messages left, counted as they leave: the ledger is too long to be counted again and again.
create table delivery_pace (
  org_id text not null references organizations,
  announcement_id text not null references announcements on delete cascade,
  channel text not null,
  minute timestamptz not null,
  -- sent or failed
  state text not null,
  -- How long a first attempt took, or that it was a later one: see src/notifications/objective.ts.
  bucket smallint not null,
  count integer not null,
  primary key (announcement_id, channel, minute, state, bucket)
);
create index delivery_pace_minute on delivery_pace (org_id, minute);

-- When the objective was missed at last, by channel, until it is met again.
create table missed_objectives (
  org_id text not null references organizations,
  channel text not null,
  since timestamptz not null,
  primary key (org_id, channel)
);

alter table users add column tell_deliveries boolean not null default false;
