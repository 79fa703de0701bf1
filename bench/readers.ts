import type pg from 'pg'

/**
 * Many readers of a page, as they are where it has been there for years: by mail and by webhook, of all states,
 * of everything or of some components, tags, kinds, phases and impacts, with digests, quiet hours, labels and languages.
 * Every share is by the number of the reader, so that all shares mix. Webhooks go to the sealed `targets` in turn. Their
 * hashes are none of ours: nobody is found by a whole address. Who has not confirmed was asked just now, or would be gone.
 */
export async function fillReaders(
  client: pg.Client,
  slug: string,
  count: number,
  targets: readonly { target: Buffer; host: string }[] = [],
): Promise<void> {
  // Indexes are built quicker than kept, and nothing refers to what is not there: all is the same afterwards.
  await client.query(`set session_replication_role = 'replica'`)
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes where tablename = 'subscribers'
     and not indexname in (select conname from pg_constraint)`,
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query(insert, [slug, count, targets.map(({ target }) => target), targets.map(({ host }) => host)])
  await client.query(
    `insert into subscriber_components (subscriber_id, component_id)
     select s.id, c.id from subscribers s join pages p on p.id = s.page_id and p.slug = $1
       join components c on c.page_id = p.id
     where not s.all_components and case c.key when 'web' then true when 'payments' then hashtext(s.id) % 1000 = 0
       else hashtext(s.id || c.id) & 3 = 0 end`,
    [slug],
  )
  for (const { made } of indexes) await client.query(made)
  await client.query(`set session_replication_role = 'origin'`)
  // What the database's own autovacuum does within a minute.
  await client.query('vacuum (freeze, analyze) subscribers')
  await client.query('vacuum (freeze, analyze) subscriber_components')
}

const insert = `
  insert into subscribers (id, org_id, page_id, channel, email, target, host, label, address_hash, mailbox_hash, state,
    reason, all_components, kinds, phases, least_impact, tags, digest, quiet_from, quiet_until, quiet_zone, labels,
    language, consent_at, confirm_sent_at, created_at, updated_at)
  select substr(md5(p.id || n), 1, 12), p.org_id, p.id, channel,
    case when channel = 'email' then first || '.' || last || n || '@' || lower(first) || n % 5000 || '.big.example' end,
    case when channel = 'webhook' then sealed end, case when channel = 'webhook' then coalesce(made.host, '') else '' end,
    case when channel = 'webhook' then made.host || '/…' end,
    sha256(('a' || n)::bytea), sha256(('m' || n)::bytea),
    case when n % 17 = 0 then 'unsubscribed' when n % 23 = 0 then 'unconfirmed' when n % 101 = 0 then 'suppressed'
      when n % 1000 = 7 then 'quarantined' when n % 5000 = 13 then 'erased' else 'active' end,
    case when n % 101 = 0 then '550 5.1.1 no such mailbox' end, n % 3 <> 0,
    case n % 11 when 1 then '{incident}'::text[] when 2 then '{maintenance}' end,
    case n % 13 when 1 then 'first_and_last' when 2 then 'last' else 'all' end,
    case n % 7 when 1 then 'major' when 2 then 'critical' end,
    case n % 19 when 1 then '{region:eu}'::text[] when 2 then '{product:billing}' else '{}' end,
    case when n % 29 = 1 then 'daily' end, case when n % 31 = 1 then '22:00' end, case when n % 31 = 1 then '07:00' end,
    case when n % 31 = 1 then (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 3] end,
    case when n % 25000 = 5 then '{vip}' when n % 37 = 1 then '{partner}' else '{}' end::text[],
    case when n % 40 = 3 then 'sv' when n % 5 = 1 then 'de' when n % 5 = 2 then 'fr' end,
    now() - make_interval(secs => ($2 - n) * 30), case when n % 17 <> 0 and n % 23 = 0 then now() end,
    now() - make_interval(secs => ($2 - n) * 30), now()
  from pages p cross join generate_series(1, $2::int) n
  cross join lateral (select
    case when n % 10 = 9 then 'webhook' else 'email' end as channel,
    (array['Alma','Bela','Carl','Dora','Emil','Fina','Gero','Hedy','Ivan','Jana'])[1 + n % 10] as first,
    (array['Ahorn','Birke','Kiefer','Linde','Eiche','Ulme','Weide'])[1 + n % 7] as last,
    ($3::bytea[])[1 + n % greatest(1, cardinality($3::bytea[]))] as sealed,
    ($4::text[])[1 + n % greatest(1, cardinality($4::text[]))] as host) made
  where p.slug = $1`
