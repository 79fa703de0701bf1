-- What a subscriber wants to hear of beside components, how, and when. Plain columns: choosing among a million reads them in order.
alter table subscribers
  -- Of incident, maintenance, notice, post_mortem; null: all.
  add column kinds text[],
  -- Which posts of one incident.
  add column phases text not null default 'all' check (phases in ('all', 'first_and_last', 'last')),
  -- Of incidents alone; null: any.
  add column least_impact text check (least_impact in ('minor', 'major', 'critical')),
  -- Tags of components, as "region:eu", whatever components carry them then.
  add column tags text[] not null default '{}',
  -- The language of what is sent; null: the page's.
  add column language text,
  -- Instead of single messages.
  add column digest text check (digest in ('daily', 'weekly')),
  -- When the next one leaves; where the one before ended is when this one begins.
  add column digest_due_at timestamptz,
  add column digest_since timestamptz,
  add column monthly_summary boolean not null default false,
  add column summary_due_at timestamptz,
  -- Wall-clock times "22:00" of that zone; until may be before from: over midnight.
  add column quiet_from text,
  add column quiet_until text,
  add column quiet_zone text,
  add column quiet_except_critical boolean not null default true,
  -- Hears of this one alone, and of nothing once it is over.
  add column only_incident text references incidents on delete cascade,
  -- Several read what goes there: only an operator ends it. When one of them asked last:
  add column locked boolean not null default false,
  add column wish_to_leave_at timestamptz,
  -- The operators' own words for groups of subscribers.
  add column labels text[] not null default '{}',
  -- A code that opens the preferences, hashed, until when, and how often it was tried.
  add column code_hash bytea,
  add column code_expires_at timestamptz,
  add column code_tries integer not null default 0;
create index subscribers_digest_due on subscribers (org_id, digest_due_at) where digest_due_at is not null;
create index subscribers_summary_due on subscribers (org_id, summary_due_at) where summary_due_at is not null;
create index subscribers_only on subscribers (only_incident) where only_incident is not null;
create index subscribers_labels on subscribers using gin (labels) where labels <> '{}';

-- Waits for the end of its reader's quiet hours.
alter table deliveries add column not_before timestamptz;
create index deliveries_not_before on deliveries (org_id, not_before) where state = 'queued' and not_before is not null;

-- Limits a post to subscribers who carry one of these labels; null: no such limit.
alter table incident_updates add column labels text[];
