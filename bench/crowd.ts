import pg from 'pg'
import { addressOf, urlOf } from '../src/db/cluster.ts'
import { choosePlace } from '../src/db/place.ts'

/** A connection to the embedded database of a stage. */
export async function databaseOf(dataDir: string): Promise<pg.Client> {
  const address = await addressOf(await choosePlace(dataDir))
  if (!address) throw new Error('the embedded database has no address')
  return connected(urlOf(address))
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

/** Readers by mail of a page who follow everything: `r1@group.example` and on. Written by the database at once. */
export const fillMail = (client: pg.Client, slug: string, count: number, group: string) =>
  client.query(
    `insert into subscribers (id, org_id, page_id, email, address_hash, mailbox_hash, state, created_at, updated_at)
     select substr(md5(p.id || n), 1, 12), p.org_id, p.id, 'r' || n || '@' || $3 || '.example',
       sha256(('r' || n || $3)::bytea), sha256(('r' || n || $3)::bytea), 'active', now() - interval '30 days',
       now() - interval '30 days'
     from pages p cross join generate_series(1, $2::int) n where p.slug = $1`,
    [slug, count, group],
  )

/** Endpoints of a page: each has its sealed target and its host. */
export const fillWebhooks = (client: pg.Client, slug: string, targets: readonly { target: Buffer; host: string }[]) =>
  client.query(
    `insert into subscribers (id, org_id, page_id, channel, target, host, label, address_hash, mailbox_hash, state,
       created_at, updated_at)
     select substr(md5('hook' || p.id || t.n), 1, 12), p.org_id, p.id, 'webhook', t.target, t.host, t.host || '/…',
       sha256(t.target), sha256(t.target), 'active', now() - interval '30 days', now() - interval '30 days'
     from pages p cross join unnest($2::bytea[], $3::text[]) with ordinality as t (target, host, n) where p.slug = $1`,
    [slug, targets.map(({ target }) => target), targets.map(({ host }) => host)],
  )
