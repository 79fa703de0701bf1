import { audiencesOf } from '../audiences/find.ts'
import type { Reader } from '../audiences/reader.ts'
import { type Rights, rightsOf } from '../audiences/rights.ts'
import { componentsShown } from '../audiences/told.ts'
import { seesIncident } from '../audiences/visible.ts'
import { componentsOf } from '../components/find.ts'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { readChoice } from './choice.ts'

export const subscribeJob = defineJob(
  'subscribe',
  z.object({
    page: z.string(),
    email: z.string(),
    components: z.array(z.string()).nullable(),
    language: z.string().nullable().default(null),
    incident: z.string().nullable().default(null),
  }),
)

/**
 * Takes a reader's wish to subscribe and answers the same, in the same time, whether the address is known, unknown or
 * must not be written to: all that depends on it happens in a job, and the truth goes by mail alone. Throws
 * InvalidInput where the address or a component is none, or is one that this reader may not see.
 */
export async function askToSubscribe(
  ctx: Context,
  input: {
    page: string
    email: string
    components: readonly string[] | null
    language?: string | null
    /** The only incident that they want to hear of. */
    incident?: string | null
  },
  reader: Reader,
) {
  const email = parseAddress(input.email)
  const rights = rightsOf(await audiencesOf(ctx, input.page), reader)
  const choice = await readChoice(ctx, input.page, input.components, rights)
  const { page, language = null, incident = null } = input
  if (incident !== null) await refuseUnseenIncident(ctx, page, incident, rights)
  await enqueue(ctx, subscribeJob, {
    page,
    email,
    components: choice === null ? null : [...choice],
    language,
    incident,
  })
}

/** One that is over, is of another page or may not be seen is as one that is not there. */
async function refuseUnseenIncident(ctx: Context, page: string, id: string, rights: Rights) {
  const incident = await ctx.db
    .selectFrom('incidents')
    .select(['audiences', 'resolved_at'])
    .where('id', '=', id)
    .where('page_id', '=', page)
    .executeTakeFirst()
  const affected = await ctx.db
    .selectFrom('incident_components')
    .select('component_id as id')
    .where('incident_id', '=', id)
    .execute()
  const shown = new Set(componentsShown(await componentsOf(ctx, page), rights).map((one) => one.id))
  const isSeen =
    incident &&
    !incident.resolved_at &&
    seesIncident({ audiences: incident.audiences, components: affected }, shown, rights)
  if (!isSeen)
    throw new InvalidInput('The incident is not right.', [
      { pointer: '/incident', detail: 'expected an incident of this page that is not over' },
    ])
}
