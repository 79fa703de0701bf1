import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { type KeptNumbers, keptNumbers } from './keep-numbers.ts'
import { countTold, type ToldNumbers } from './told-numbers.ts'

export type Told = ToldNumbers & {
  update: {
    id: string
    incident: string
    title: string
    status: string
    number: number
    body: string
    notify: boolean
    page: string
    createdAt: Date
    createdBy: string
    withdrawnAt: Date | null
  }
  /** Each time that readers were to be told: of the post, of its correction, of its withdrawal. */
  announcements: {
    id: string
    kind: string
    silent: string | null
    stoppedBy: string | null
    chosenAt: Date | null
    createdAt: Date
  }[]
  /** When the numbers were true. Null: they are true now. */
  countedAt: Date | null
  /** They are not known yet. */
  isCounting: boolean
}

/** Where more rows of the ledger are about a post, they are not counted at each look. */
export const countedAtOnce = 20_000

/** Who was told of one update, when, and who was not and why: in numbers. Throws `NotFound`. */
export async function toldOf(ctx: Context, id: string, most = countedAtOnce): Promise<Told> {
  const update = await postTold(ctx, id)
  const rows = await ctx.db
    .selectFrom('announcements')
    .select([
      'id',
      'kind',
      'silent_reason as silent',
      'stopped_by as stoppedBy',
      'chosen_at as chosenAt',
      'created_at as createdAt',
      'decided',
    ])
    .where('update_id', '=', id)
    .orderBy('event_id')
    .execute()
  const announcements = rows.map(({ decided: _, ...row }) => row)
  const isMany = rows.reduce((sum, { decided }) => sum + decided, 0) > most
  const kept: KeptNumbers | null = isMany ? await keptNumbers(ctx, id) : null
  const numbers = kept?.numbers ?? (isMany ? none : await countTold(ctx, id))
  return { update, announcements, ...numbers, countedAt: kept?.countedAt ?? null, isCounting: isMany && kept === null }
}

const none: ToldNumbers = {
  ...{ counts: {}, firstSentAt: null, lastSentAt: null, reasons: [], channels: [], failures: [] },
}

/** The post itself. Throws `NotFound`. */
export async function postTold(ctx: Context, id: string): Promise<Told['update']> {
  const update = await ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select(['u.id', 'i.id as incident', 'i.title', 'u.status', 'u.number', 'u.body', 'u.notify', 'i.page_id as page'])
    .select(['u.created_at as createdAt', 'u.created_by as createdBy', 'u.withdrawn_at as withdrawnAt'])
    .where('u.id', '=', id)
    .where('u.org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!update) throw new NotFound('update')
  return update
}
