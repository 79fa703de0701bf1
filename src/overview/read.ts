import { type DraftDetails, draftDetails } from '../drafts/details.ts'
import { listDrafts } from '../drafts/list.ts'
import { firstStepsShown } from '../first-steps/shown.ts'
import type { Shown } from '../first-steps/view.ts'
import { type IncidentDetails, incidentDetails } from '../incidents/details.ts'
import { listIncidents } from '../incidents/list.ts'
import type { Context } from '../lib/context.ts'
import { localDay } from '../lib/zone.ts'
import { type Page, pagesOf } from '../pages/find.ts'
import { type Numbers, numbersOf } from './numbers.ts'
import { type Trouble, troubles } from './trouble.ts'

/** What needs a person, in the order in which it needs one; then a few figures. */
export type Worklist = {
  pages: readonly Page[]
  /** Those that go out by themselves first, the soonest on top. */
  drafts: DraftDetails[]
  /** Those whose promised update is due first on top. */
  incidents: IncidentDetails[]
  planned: IncidentDetails[]
  troubles: Trouble[]
  /** What is left of the first steps for who looks. */
  steps: Shown | null
  numbers: Numbers
  now: Date
}

const most = 50

export async function worklist(ctx: Context, page: string | undefined): Promise<Worklist> {
  const pages = await pagesOf(ctx)
  const drafts = (await listDrafts(ctx, { limit: most, state: 'waiting', page })).slice(0, most)
  const open = (kinds: string[]) => listIncidents(ctx, { limit: most, state: 'open', page, kinds })
  const planned = (await open(['maintenance'])).filter((work) => isToday(ctx, pages, work))
  return {
    pages,
    drafts: await Promise.all(drafts.toSorted(bySoonest('due_at')).map((draft) => draftDetails(ctx, draft))),
    incidents: await incidentDetails(ctx, (await open(['incident'])).toSorted(bySoonest('next_update_at'))),
    planned: await incidentDetails(ctx, planned.toSorted(bySoonest('scheduled_for'))),
    troubles: await troubles(ctx),
    steps: await firstStepsShown(ctx, pages[0]),
    numbers: await numbersOf(ctx),
    now: ctx.now(),
  }
}

type Planned = { page_id: string; status: string; scheduled_for: Date | null }

/** Under way, or starting on this day of its page. */
function isToday(ctx: Context, pages: readonly Page[], { page_id, status, scheduled_for }: Planned): boolean {
  if (status !== 'scheduled' || !scheduled_for) return true
  const zone = pages.find(({ id }) => id === page_id)?.time_zone ?? 'UTC'
  return localDay(scheduled_for, zone) <= localDay(ctx.now(), zone)
}

/** What has a time first, the soonest on top. */
const bySoonest =
  <Name extends string>(name: Name) =>
  (a: { [K in Name]: Date | null }, b: { [K in Name]: Date | null }) =>
    (a[name]?.getTime() ?? Number.POSITIVE_INFINITY) - (b[name]?.getTime() ?? Number.POSITIVE_INFINITY) || 0
