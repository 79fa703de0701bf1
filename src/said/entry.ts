import { componentStatuses } from '../components/status.ts'
import { incidentStatuses, limits } from '../incidents/words.ts'
import { z } from '../lib/zod.ts'

/**
 * One post made on the machine, as it lies in the data folder until the database has it. Its id becomes that of its
 * update and, where it opens an incident, of the incident: what readers link to meanwhile stays true.
 */
export const Said = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{12}$/),
  /** The page's id. */
  page: z.string(),
  /** The incident that it goes on with; null where it opens one. */
  on: z.string().nullable(),
  title: z.string().trim().min(1).max(limits.title).nullable(),
  status: z.enum(incidentStatuses),
  body: z.string().trim().min(1).max(limits.body),
  /** Component status by key or id. */
  components: z.record(z.string().min(1).max(200), z.enum(componentStatuses)),
  notify: z.boolean(),
  at: z.iso.datetime().transform((at) => new Date(at)),
  /** Who was signed in at the machine. */
  by: z.string(),
})
export type Said = z.output<typeof Said>

/** The incident that it belongs to. */
export const incidentOf = (said: Said): string => said.on ?? said.id
