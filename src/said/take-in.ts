import { componentsOf } from '../components/find.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { asSystem, type Base, type Context, transaction } from '../lib/context.ts'
import { Conflict, InvalidInput, NotFound } from '../lib/errors.ts'
import { lockFor } from '../rules/facts.ts'
import type { Said } from './entry.ts'
import { moveSaid, placeOfSaid, waitingSaid } from './journal.ts'

/**
 * `run` never rejects; a call during a run asks for one more after it. `published` resolves when pages show what the
 * database has: until then they show what was said from its file.
 */
export function takeInOneAtATime(
  base: Base,
  dataDir: string,
  published: () => Promise<void>,
): { run: () => Promise<void> } {
  let running = false
  let again = false
  async function run() {
    again = true
    if (running) return
    running = true
    while (again) {
      again = false
      await takeIn(base, dataDir, published).catch((error) =>
        base.log.warn({ event: 'said_not_taken', reason: String(error) }, 'posts wait for the database; tried again'),
      )
    }
    running = false
  }
  return { run }
}

/**
 * Takes what was said on the machine into the database, each entry once: the events say whether it is there already.
 * Throws where the database cannot be reached; what was not taken in is taken the next time.
 */
export async function takeIn(base: Base, dataDir: string, published: () => Promise<void>): Promise<void> {
  const entries = await waitingSaid(dataDir)
  if (entries.length === 0) return
  // Nothing is begun while the database is away, so that it can still be taken back.
  await base.db.selectFrom('pages').select('id').limit(1).execute()
  const taken: Said[] = []
  for (const said of entries) {
    // On its way already where an earlier process died with it half done, or another one does it now: the lock puts them in
    // order. Anywhere else it is somebody's who was first, such as who took it back.
    const isOurs = await moveSaid(dataDir, said.id, 'waiting', 'taking')
    if (!isOurs && (await placeOfSaid(dataDir, said.id)) !== 'taking') continue
    const refused = await takeOne(base, said).catch(asRefusal)
    if (!refused) taken.push(said)
    else base.log.error({ event: 'said_refused', said: said.id, reason: refused }, 'a post was not taken in')
    if (refused) await moveSaid(dataDir, said.id, 'taking', 'refused')
  }
  if (taken.length > 0) await published()
  for (const { id } of taken) {
    await moveSaid(dataDir, id, 'taking', 'taken')
    base.log.info({ event: 'said_taken', said: id }, 'a post made on the machine is in the database')
  }
}

async function takeOne(base: Base, said: Said): Promise<null> {
  const page = await base.db.selectFrom('pages').selectAll().where('id', '=', said.page).executeTakeFirst()
  if (!page) throw new NotFound('page')
  await transaction(asSystem(base, page.org_id, operator), async (ctx) => {
    await lockFor(ctx, 'page', page.id)
    if (await isThere(ctx, said)) return
    // When it was said, unless the page has gone on since: its ledger never runs backwards.
    const moment = new Date(Math.max(said.at.getTime(), page.updated_at.getTime()))
    await post({ ...ctx, now: () => moment }, page.id, said)
  })
  return null
}

const operator = 'operator on the machine'

async function isThere(ctx: Context, said: Said): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('subject_id', '=', said.id)
    .where('kind', '=', 'update.posted')
    .executeTakeFirst()
  return row !== undefined
}

async function post(ctx: Context, page: string, { id, on, title, status, body, components, notify }: Said) {
  const known = await componentsOf(ctx, page)
  // What the page has no longer is no reason to keep the text from readers.
  const still = Object.entries(components).filter(([name]) => known.some((c) => c.id === name || c.key === name))
  const update = { id, status, body, notify, components: Object.fromEntries(still) }
  if (on) await postUpdate(ctx, on, update)
  else await openIncident(ctx, { ...update, page, title: title ?? '' })
}

/** What the database will never take; anything else is tried again. */
function asRefusal(error: unknown): string {
  if (error instanceof InvalidInput || error instanceof NotFound || error instanceof Conflict) return error.message
  throw error
}
