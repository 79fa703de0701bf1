import { componentStatuses } from '../components/status.ts'
import { plainTitle } from '../incidents/titles.ts'
import { incidentStatuses, isEnd, limits } from '../incidents/words.ts'
import { InvalidInput } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { nearest } from '../lib/nearest.ts'
import { z } from '../lib/zod.ts'
import { type Listed, readDirectory } from '../publishing/directory.ts'
import { readKeptSnapshot } from '../publishing/kept-snapshot.ts'
import type { Whole } from '../publishing/snapshot.ts'
import { flatten } from '../publishing/tree.ts'
import type { Said } from './entry.ts'
import { waitingSaid, writeSaid } from './journal.ts'
import { withSaid } from './with-said.ts'

/** What an operator types. */
export const Saying = z.strictObject({
  page: z.string().optional(),
  on: z.string().optional(),
  title: z.string().trim().min(1).max(limits.title).optional(),
  status: z.enum(incidentStatuses).default('investigating'),
  body: z.string().trim().min(1).max(limits.body),
  components: z.record(z.string().min(1).max(200), z.enum(componentStatuses)),
  notify: z.boolean(),
})
export type Saying = z.output<typeof Saying>

/** The machine, where there is no database: its clock, chance, data folder and the person at it. */
export type Machine = { dataDir: string; now: () => Date; random: (n: number) => Buffer; by: string }

/** Checks it against the page as it was published last, and writes it into the journal. */
export async function say(machine: Machine, saying: Saying): Promise<{ said: Said; listed: Listed }> {
  const { dataDir, now, random, by } = machine
  const listed = await pageNamed(dataDir, saying.page)
  const snapshot = await asShown(dataDir, listed, now())
  if (snapshot) checkComponents(snapshot, saying)
  checkThread(saying, snapshot)
  const { on = null, status, body, components, notify } = saying
  const title = saying.title === undefined ? null : plainTitle(saying.title)
  const id = newId({ random })
  const said: Said = { id, page: listed.id, on, title, status, body, components, notify, at: now(), by }
  await writeSaid(dataDir, said, random)
  return { said, listed }
}

/** The page as it is now, whoever may see it; null where nothing was kept of it. */
export async function asShown(dataDir: string, listed: Listed, now: Date): Promise<Whole | null> {
  const snapshot = await readKeptSnapshot(dataDir, listed.id)
  const said = (await waitingSaid(dataDir)).filter((one) => one.page === listed.id)
  return snapshot && withSaid(snapshot, said, now)
}

/** The page of a slug or id; the only one where none is named. */
export async function pageNamed(dataDir: string, name: string | undefined): Promise<Listed> {
  const pages = await readDirectory(dataDir)
  if (pages.length === 0)
    throw new InvalidInput(`no page was published in ${dataDir}: UPFRONT_DATA_DIR must be that of the server`)
  const slugs = pages.map(({ slug }) => slug).join(', ')
  if (name === undefined && pages.length > 1) throw new InvalidInput(`page: expected one of ${slugs}`)
  const page = name === undefined ? pages[0] : pages.find(({ slug, id }) => slug === name || id === name)
  if (!page) throw new InvalidInput(`page: expected one of ${slugs}, found "${name}"`)
  return page
}

function checkComponents({ components }: Whole, saying: Saying) {
  const known = flatten(components).map(({ node }) => node)
  for (const name of Object.keys(saying.components)) {
    if (known.some(({ id, key }) => id === name || key === name)) continue
    const keys = known.map(({ key }) => key)
    const close = nearest(name, keys)
    const hint = close ? `did you mean "${close}"?` : `there is: ${keys.join(', ') || 'none'}`
    throw new InvalidInput(`component: the page has no component "${name}"; ${hint}`)
  }
}

function checkThread({ on, title, status }: Saying, snapshot: Whole | null) {
  if (on === undefined) {
    if (title === undefined) throw new InvalidInput('title: expected a title, or --on ID to go on with an incident')
    if (isEnd(status)) throw new InvalidInput('status: a new post cannot begin resolved; use --resolve ID')
    return
  }
  if (title !== undefined) throw new InvalidInput('title: an incident that goes on keeps its title')
  const incident = snapshot?.incidents.find(({ id }) => id === on)
  if (incident?.kind === 'incident') return
  const open = (snapshot?.incidents ?? []).filter(({ kind, resolvedAt }) => kind === 'incident' && !resolvedAt)
  const ids = open.map(({ id }) => id).join(', ')
  throw new InvalidInput(`on: the page has no incident "${on}"; open ones: ${ids || 'none'}`)
}
