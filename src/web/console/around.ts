import type { Context } from '../../lib/context.ts'

type PageFacts = { id: string; slug: string; name: string; zone: string }

/** What stands around every page of the console. */
export type Around = {
  organization: string
  pages: readonly PageFacts[]
  /** The page that was chosen in the switch; null: all of them. */
  page: PageFacts | null
  /** The zone in which times are shown where a row has no page of its own. IANA name. */
  zone: string
  /** Set while automation is paused. */
  paused: { since: Date; by: string } | null
  /** Drafts that wait, and incidents that are open. */
  waiting: number
  open: number
}

export async function around(ctx: Context, chosen: string | null = null): Promise<Around> {
  const organization = await ctx.db
    .selectFrom('organizations')
    .select((eb) => [
      'name',
      'automation_paused_at',
      'automation_paused_by',
      eb
        .selectFrom('drafts')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('org_id', '=', ctx.org)
        .where('state', 'in', ['held', 'awaiting_approval'])
        .as('waiting'),
      eb
        .selectFrom('incidents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('org_id', '=', ctx.org)
        .where('kind', '=', 'incident')
        .where('resolved_at', 'is', null)
        .as('open'),
    ])
    .where('id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  const pages = await ctx.db
    .selectFrom('pages')
    .select(['id', 'slug', 'name', 'time_zone as zone'])
    .where('org_id', '=', ctx.org)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  const page = pages.find(({ id, slug }) => chosen !== null && (id === chosen || slug === chosen)) ?? null
  return {
    organization: organization.name,
    pages,
    page,
    zone: (page ?? pages[0])?.zone ?? 'UTC',
    paused: organization.automation_paused_at && {
      since: organization.automation_paused_at,
      by: organization.automation_paused_by ?? '',
    },
    waiting: Number(organization.waiting),
    open: Number(organization.open),
  }
}
