import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ComponentStatus, type RollUp, rollUp } from '../components/status.ts'
import type { Context } from '../lib/context.ts'
import { until } from '../test/until.ts'
import { patience, type Victim } from './stage.ts'

/** Paths of the page, and their files. */
const files: Record<string, string> = {
  '/': 'index.html',
  '/api/v2/summary.json': 'api/v2/summary.json',
  '/api/v2/incidents.json': 'api/v2/incidents.json',
  '/api/v2/components.json': 'api/v2/components.json',
  '/history.rss': 'history.rss',
  '/history.atom': 'history.atom',
  '/feed.json': 'feed.json',
  '/badge.json': 'badge.json',
}

/** What readers get (over HTTP, and as files of the data folder) beside the database. Publishing follows: it is waited for. */
export async function comparePage(one: Victim): Promise<string[]> {
  let differences: string[] = []
  const isSame = async () => {
    differences = await compare(one)
    return differences.length === 0
  }
  await until(isSame, patience / 5).catch(() => {})
  return differences
}

async function compare(one: Victim): Promise<string[]> {
  const truth = await one.look(read)
  const json = (path: string) => fetch(one.url() + path).then((response) => response.json())
  const summary = (await json('/api/v2/summary.json')) as { components: Shown[]; incidents: ShownIncident[] }
  const { incidents } = (await json('/api/v2/incidents.json')) as { incidents: ShownIncident[] }
  const open = truth.incidents.filter((incident) => incident.open)
  const paths = [...Object.keys(files), ...truth.incidents.map(({ id }) => `/incidents/${id}`)]
  return [
    ...differ('components', summary.components.map(inWords), truth.components.map(inWords)),
    ...differ('open incidents', summary.incidents.map(tellingOf), open.slice(0, 50).map(tellingOf)),
    ...differ('incidents', incidents.map(tellingOf), truth.incidents.slice(0, 50).map(tellingOf)),
    ...(await Promise.all(paths.map((path) => compareFile(one, path, truth)))).flat(),
  ]
}

type Shown = { id: string; status: string }
type ShownIncident = Shown & { incident_updates: { id: string }[] }

const inWords = ({ id, status }: Shown) => `${id} ${status}`
const tellingOf = (incident: ShownIncident) => {
  const posts = incident.incident_updates.map((update) => update.id)
  return `${inWords(incident)}: ${posts.sort().join(' ')}`
}

function differ(what: string, shown: string[], truth: string[]): string[] {
  const [a, b] = [shown.sort().join('\n'), truth.sort().join('\n')]
  return a === b ? [] : [`${what} are\n${b}\nand the page says\n${a}`]
}

/** What is served is what is on the disk, and an incident's page holds each of its posts. */
async function compareFile(one: Victim, path: string, truth: Truth): Promise<string[]> {
  const response = await fetch(one.url() + path, { headers: { 'accept-encoding': 'identity' } })
  const served = await response.text()
  const file = join(one.dataDir, 'published/acme', files[path] ?? `${path.slice(1)}.html`)
  const written = await readFile(file, 'utf8').catch(() => 'nothing')
  const posts = truth.incidents.find(({ id }) => path === `/incidents/${id}`)?.incident_updates ?? []
  return [
    ...(response.status === 200 ? [] : [`${path}: ${response.status}`]),
    ...(served === written ? [] : [`${path} is served otherwise than it is written`]),
    ...posts.filter(({ id }) => served.split(`id="post-${id}"`).length !== 2).map(({ id }) => `${path} without ${id}`),
  ]
}

type Truth = Awaited<ReturnType<typeof read>>

async function read(ctx: Context) {
  const rows = await ctx.db.selectFrom('components').selectAll().execute()
  const statusOf = (id: string): ComponentStatus => {
    const row = rows.find((one) => one.id === id)!
    const parts = rows.filter((one) => one.parent_id === id).map((one) => statusOf(one.id))
    return rollUp(row.roll_up as RollUp, row.status as ComponentStatus, parts)
  }
  const incidents = await ctx.db.selectFrom('incidents').selectAll().orderBy('started_at', 'desc').execute()
  const updates = await ctx.db.selectFrom('incident_updates').select(['id', 'incident_id']).execute()
  return {
    components: rows.map(({ id }) => ({ id, status: statusOf(id) })),
    incidents: incidents.map((row) => ({
      id: row.id,
      status: row.status,
      open: row.resolved_at === null,
      incident_updates: updates.filter((update) => update.incident_id === row.id).map(({ id }) => ({ id })),
    })),
  }
}
