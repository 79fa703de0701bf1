import { z } from '../lib/zod.ts'
import { readHostName } from './host-name.ts'

/** A host name as people write it; it becomes ASCII. */
export const Host = z
  .string()
  .max(1000)
  .transform((text, issue) => {
    const read = readHostName(text)
    if ('host' in read) return read.host
    issue.addIssue({ code: 'custom', message: read.wrong })
    return z.NEVER
  })
  .meta({ example: 'status.acme.example' })

export const NewDomain = z.strictObject({ host: Host })
export type NewDomain = z.infer<typeof NewDomain>
