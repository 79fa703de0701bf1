import type pg from 'pg'

/**
 * Subscribers of the example's page up to `many`, of all states, channels, languages and labels, set-wise. Their hashes are
 * none of ours: they are not found by a whole address.
 */
export async function fillSubscribers(client: pg.Client, many: number) {
  // Indexes are built quicker than kept: the same ones are there afterwards.
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes where tablename = 'subscribers'
     and not indexname in (select conname from pg_constraint)`,
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query(`set maintenance_work_mem = '256MB'`)
  await client.query(
    `insert into subscribers (id, org_id, page_id, email, label, channel, address_hash, mailbox_hash, state, all_components,
       language, labels, consent_at, created_at, updated_at)
     select 'bench' || n, page.org_id, page.id,
       case when n % 10 > 1 then first || '.' || last || n || '@' || lower(first) || n % 5000 || '.example' end,
       case when n % 10 = 0 then '+1 •••• •••' || n % 100 when n % 10 = 1 then '#' || lower(last) || '-' || n || ' in slack.example' end,
       case when n % 10 > 1 then 'email' when n % 10 = 0 then 'sms' else 'slack' end,
       sha256(('a' || n)::bytea), sha256(('m' || n)::bytea),
       case when n % 1000 = 7 then 'quarantined' when n % 100 = 8 then 'suppressed' when n % 50 = 9 then 'unsubscribed'
         when n % 20 = 11 then 'unconfirmed' when n % 5000 = 13 then 'erased' else 'active' end,
       n % 3 > 0, case when n % 40 = 3 then 'sv' when n % 4 = 3 then 'de' end,
       case when n % 25000 = 5 then '{vip}' when n % 50 = 5 then '{partner}' else '{}' end::text[],
       now(), now() - make_interval(secs => ($1 - n) * 30), now()
     from generate_series((select count(*) + 1 from subscribers), $1) n,
       lateral (select (array['Alma','Bela','Carl','Dora','Emil','Fina','Gero','Hedy','Ivan','Jana'])[1 + n % 10] as first,
         (array['Ahorn','Birke','Kiefer','Linde','Eiche','Ulme','Weide'])[1 + n % 7] as last) as names,
       pages page where page.slug = 'acme'`,
    [many],
  )
  await client.query(
    `insert into subscriber_components select s.id, c.id from subscribers s
     join components c on c.page_id = s.page_id and c.key = case when hashtext(s.id) % 1000 = 0 then 'payments' else 'web' end
     where not s.all_components on conflict do nothing`,
  )
  for (const { made } of indexes) await client.query(made)
  // What the database's own autovacuum does within a minute.
  await client.query('vacuum (analyze) subscribers')
  await client.query('vacuum (analyze) subscriber_components')
}
