import pg from 'pg'
import { addressOf, urlOf } from '../src/db/cluster.ts'
import { choosePlace } from '../src/db/place.ts'

/** Copies of the example's page, `bench-1` and on, each with components of its own and 90 days in the ledger. Published at the next start. */
export async function copyPages(dataDir: string, pages: number, components: number) {
  const address = await addressOf(await choosePlace(dataDir))
  if (!address) throw new Error('the embedded database has no address')
  const client = new pg.Client({ connectionString: urlOf(address) })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`
      insert into pages select copy.* from pages page cross join generate_series(1, ${pages}) n
      cross join lateral jsonb_populate_record(page, jsonb_build_object('id', page.id || 'b' || n, 'slug', 'bench-' || n,
        'position', n, 'managed_by', null, 'host', null)) copy where page.slug = 'acme'`)
    await client.query(`
      insert into components select copy.* from pages page cross join generate_series(1, ${components}) n
      join components one on one.key = 'web' and one.page_id = (select id from pages where slug = 'acme')
      cross join lateral jsonb_populate_record(one, jsonb_build_object('id', page.id || 'c' || n, 'page_id', page.id,
        'parent_id', null, 'key', 'bench-' || n, 'name', 'Component ' || n, 'position', n, 'managed_by', null,
        'created_at', now() - interval '90 days')) copy
      where page.slug like 'bench-%'`)
    await client.query(`
      insert into status_intervals (org_id, component_id, status, starts_at, recorded_at)
      select org_id, id, 'operational', now() - interval '90 days', now() from components where key like 'bench-%'`)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
