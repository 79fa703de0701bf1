import { componentsOf, findComponent } from '../components/find.ts'
import type { RollUp } from '../components/status.ts'
import { descendants } from '../components/tree.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { findPage } from '../pages/find.ts'
import { daysBetween, lastDays } from './days.ts'
import { readLedger, shownOver } from './ledger.ts'
import { downHundredths, uptimeShare } from './share.ts'
import { second } from './spans.ts'
import { measured, type Tally, tally, tallyEach } from './tally.ts'

/** As many days as one answer tells of: a year and a day. */
const mostDays = 367

/**
 * The uptime of a component over some time, with all that it is computed from. Without `from` the last 90 days of its
 * page's zone, today with them; without `to` until now. Throws `InvalidInput` for times the wrong way round or too long.
 */
export async function uptimeOf(ctx: Context, name: string, span: { from?: Date | undefined; to?: Date | undefined }) {
  const component = await findComponent(ctx, name)
  const page = await findPage(ctx, component.page_id)
  const to = span.to ?? ctx.now()
  const from = span.from ?? new Date((lastDays(page.time_zone, to, 90)[0]?.from ?? 0) * 1000)
  refuseWrong(from, to, ctx.now())
  const all = await componentsOf(ctx, page.id)
  const within = new Set([component.id, ...descendants(all, component.id)])
  const parts = all.filter(({ id }) => within.has(id))
  const ledger = await readLedger(ctx.db, [...within], from, to)
  const shown = shownOver(parts, ledger, to).get(component.id) ?? []
  const days = daysBetween(page.time_zone, from, to)
  const counted = tallyEach(shown, days)
  return {
    component: component.id,
    timeZone: page.time_zone,
    from,
    to,
    ...figures(tally(shown, second(from), second(to))),
    days: days.map((day, i) => ({ date: day.name, ...figures(counted[i]!) })),
    inputs: parts.map((part) => ({
      component: part.id,
      key: part.key,
      parent: part.id === component.id ? null : part.parent_id,
      rollUp: part.roll_up as RollUp,
      intervals: ledger
        .filter((row) => row.component_id === part.id)
        .map((row) => ({ id: row.id, status: row.status, from: row.starts_at, to: row.ends_at })),
    })),
  }
}

function refuseWrong(from: Date, to: Date, now: Date) {
  if (to > now) throw new InvalidInput('Nothing is known of the future.', [problem('/to', 'a moment that has passed')])
  if (from >= to) throw new InvalidInput('It ends before it begins.', [problem('/to', 'a moment after `from`')])
  if (to.getTime() - from.getTime() > mostDays * 86_400_000)
    throw new InvalidInput('That is more than one answer holds.', [
      problem('/from', `at most ${mostDays} days before \`to\``),
    ])
}

const problem = (pointer: string, expected: string) => ({ pointer, detail: `expected ${expected}` })

function figures(seconds: Tally) {
  const share = uptimeShare(seconds)
  const { noData: noDataSeconds, ...statuses } = seconds
  return {
    uptimePercent: share === null ? null : share / 100,
    seconds: statuses,
    measuredSeconds: measured(seconds),
    noDataSeconds,
    downSeconds: downHundredths(seconds) / 100,
  }
}
