import type pg from 'pg'

/**
 * A million readers of a page, as they are on a page that has been there for years: by mail and by webhook, of all states,
 * of everything or of some components, tags, kinds, phases and impacts, with digests, quiet hours, labels. Written by the
 * database in blocks; every share is by the number of the reader, so that all shares mix.
 */
export async function fillMixed(client: pg.Client, slug: string, count: number): Promise<void> {
  // Indexes are built quicker than kept: the same ones are there afterwards.
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes where tablename = 'subscribers'
     and not indexname in (select conname from pg_constraint)`,
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query(`set maintenance_work_mem = '256MB'`)
  for (let from = 1; from <= count; from += block)
    await client.query(insert, [slug, from, Math.min(count, from + block - 1)])
  await client.query(
    `insert into subscriber_components (subscriber_id, component_id)
     select s.id, c.id from subscribers s join pages p on p.id = s.page_id and p.slug = $1
       join components c on c.page_id = p.id
     where not s.all_components and (hashtext(s.id || c.id) & 3) = 0`,
    [slug],
  )
  for (const { made } of indexes) await client.query(made)
  await client.query('vacuum (analyze) subscribers')
  await client.query('vacuum (analyze) subscriber_components')
}

const block = 100_000

const insert = `
  insert into subscribers (id, org_id, page_id, channel, email, host, label, address_hash, mailbox_hash, state, reason,
    all_components, kinds, phases, least_impact, tags, digest, quiet_from, quiet_until, quiet_zone, labels, language,
    created_at, updated_at)
  select substr(md5(p.id || n), 1, 12), p.org_id, p.id, case when n % 10 = 9 then 'webhook' else 'email' end,
    case when n % 10 <> 9 then 'r' || n || '@big.example' end,
    case when n % 10 = 9 then 'h' || n % 997 || '.big.example' else '' end,
    case when n % 10 = 9 then 'h' || n % 997 || '.big.example/…' end, sha256(('big' || n)::bytea),
    sha256(('big' || n)::bytea), case when n % 17 = 0 then 'unsubscribed' when n % 23 = 0 then 'unconfirmed'
      when n % 101 = 0 then 'suppressed' else 'active' end, case when n % 101 = 0 then '550 5.1.1 no such mailbox' end,
    n % 3 <> 0, case n % 11 when 1 then '{incident}'::text[] when 2 then '{maintenance}' end,
    case n % 13 when 1 then 'first_and_last' when 2 then 'last' else 'all' end,
    case n % 7 when 1 then 'major' when 2 then 'critical' end,
    case when n % 19 = 1 then '{region:eu}'::text[] when n % 19 = 2 then '{product:billing}' else '{}' end,
    case when n % 29 = 1 then 'daily' end, case when n % 31 = 1 then '22:00' end, case when n % 31 = 1 then '07:00' end,
    case when n % 31 = 1 then (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 3] end,
    case when n % 37 = 1 then '{partner}'::text[] else '{}' end, case n % 5 when 1 then 'de' when 2 then 'fr' end,
    now() - interval '400 days', now() - interval '30 days'
  from pages p cross join generate_series($2::int, $3::int) n where p.slug = $1`
