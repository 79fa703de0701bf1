import pg from 'pg'
import { addressOf, urlOf } from '../src/db/cluster.ts'
import { choosePlace } from '../src/db/place.ts'
import { compare } from './compare.ts'
import { memoryOf } from './memory.ts'
import { median, type Print } from './run.ts'
import { setStage } from './stage.ts'

const pages = 1000
const components = 50
const starts = 3

/** One installation with many pages: the first start that publishes them, the next ones, their memory, reading one of them. */
export async function bench(print: Print) {
  const stage = await setStage()
  try {
    await multiply(stage.dataDir)
    await stage.upfront.stop()
    const began = performance.now()
    await ready((await stage.again()).url)
    print(`publishing ${pages} pages of ${components} components: ${((performance.now() - began) / 1000).toFixed(1)} s`)

    const times: number[] = []
    for (let i = 0; i < starts; i++) {
      await stage.upfront.stop()
      const started = performance.now()
      const { url } = await stage.again()
      while (!(await fetch(url)).ok);
      times.push(performance.now() - started)
      await ready(url)
    }
    print(
      `start to first page: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${starts}`,
    )
    const before = await memoryOf(stage.upfront, stage.dataDir)
    for (let n = 1; n < pages; n++) await (await fetch(`${stage.upfront.url}/p/bench-${n}/`)).text()
    const after = await memoryOf(stage.upfront, stage.dataDir)
    for (const [when, { node, postgres }] of [
      ['after the start', before],
      ['after all were read', after],
    ] as const)
      print(
        `memory ${when}: ${(node + postgres).toFixed(0)} MB (Node ${node.toFixed(0)}, PostgreSQL ${postgres.toFixed(0)})`,
      )
    for (const path of ['/', `/p/bench-${pages / 2}`])
      for (const form of ['plain', 'br', '304'] as const) await compare(print, stage.upfront, path, form)
  } finally {
    await stage.end()
  }
}

async function ready(url: string) {
  while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 100))
}

/** Copies of the example's page, each with components of its own and 90 days in the ledger. */
async function multiply(dataDir: string) {
  const address = await addressOf(await choosePlace(dataDir))
  if (!address) throw new Error('the embedded database has no address')
  const client = new pg.Client({ connectionString: urlOf(address) })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`
      insert into pages select copy.* from pages page cross join generate_series(1, ${pages - 1}) n
      cross join lateral jsonb_populate_record(page, jsonb_build_object('id', page.id || 'b' || n, 'slug', 'bench-' || n,
        'position', n, 'managed_by', null, 'host', null)) copy where page.slug = 'acme'`)
    await client.query(`
      insert into components select copy.* from pages page cross join generate_series(1, ${components}) n
      join components one on one.key = 'web' and one.page_id = (select id from pages where slug = 'acme')
      cross join lateral jsonb_populate_record(one, jsonb_build_object('id', page.id || 'c' || n, 'page_id', page.id,
        'parent_id', null, 'key', 'bench-' || n, 'name', 'Component ' || n, 'position', n, 'managed_by', null)) copy
      where page.slug like 'bench-%'`)
    await client.query(`
      insert into status_intervals (org_id, component_id, status, starts_at, recorded_at)
      select org_id, id, 'operational', now() - interval '90 days', now() from components where key like 'bench-%'`)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
