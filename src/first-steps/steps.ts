import { sql } from 'kysely'
import { mailLeaves } from '../channel-accounts/can-mail.ts'
import type { Context, Role } from '../lib/context.ts'
import { firstPageSettings } from '../pages/ensure-first.ts'
import { mayCall } from '../web/permission.ts'

/** What makes an empty installation a status page, in this order, and who may do it. */
const stepsOfAll = [
  { id: 'page', needs: 'admin' },
  { id: 'components', needs: 'admin' },
  { id: 'monitoring', needs: 'admin' },
  { id: 'rule', needs: 'editor' },
  { id: 'mail', needs: 'admin' },
  { id: 'colleague', needs: 'admin' },
  { id: 'follow', needs: 'viewer' },
] as const satisfies readonly { id: string; needs: Role }[]

export type StepId = (typeof stepsOfAll)[number]['id']
export const stepIds = stepsOfAll.map(({ id }) => id)

export type FirstSteps = {
  /** What this person may do and has not left out; at least one of them is not done. */
  steps: { id: StepId; done: boolean }[]
  /** A source that waits for its first alert. */
  silent: string | null
}

type Facts = Record<StepId, boolean> & { left: string[] | null; silent: string | null }

/** What is left of the first steps for who looks, by what is there; null where nothing is. */
export async function firstSteps(ctx: Context): Promise<FirstSteps | null> {
  const may = stepsOfAll.filter(({ needs }) => mayCall(ctx.actor, needs))
  if (may.length === 0) return null
  const { left, silent, ...done } = await factsOf(ctx)
  const steps = may.map(({ id }) => ({ id, done: done[id] })).filter((one) => one.done || !left?.includes(one.id))
  return steps.every((one) => one.done) ? null : { steps, silent }
}

async function factsOf(ctx: Context): Promise<Facts> {
  const { slug, name } = firstPageSettings
  const { rows } = await sql<Facts>`
    select
      (select first_steps_left from users where org_id = ${ctx.org} and id = ${personOf(ctx)}) as left,
      exists (select 1 from pages where org_id = ${ctx.org} and (slug <> ${slug} or name <> ${name})) as page,
      exists (select 1 from components where org_id = ${ctx.org}) as components,
      exists (select 1 from sources where org_id = ${ctx.org} and last_arrival_at is not null) as monitoring,
      exists (select 1 from rules where org_id = ${ctx.org}) as rule,
      ${mailLeaves(ctx)} as mail,
      (select count(*) > 1 from (select 1 from users where org_id = ${ctx.org} limit 2) people) as colleague,
      exists (select 1 from subscribers where org_id = ${ctx.org} and state = 'active' and not world) as follow,
      (select id from sources where org_id = ${ctx.org} and last_arrival_at is null
        order by created_at desc, id limit 1) as silent
  `.execute(ctx.db)
  return rows[0]!
}

const personOf = ({ actor }: Context): string => (actor.kind === 'user' ? actor.id : '')
