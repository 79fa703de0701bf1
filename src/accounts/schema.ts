import { parseAddress } from '../lib/address.ts'
import { roles } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { oneLine } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

export const RoleName = z.enum(roles)

export const EmailAddress = z
  .string()
  .max(320)
  .transform((text, check) => {
    try {
      return parseAddress(text)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      check.addIssue({ code: 'custom', message: error.problems[0]?.detail ?? error.message })
      return z.NEVER
    }
  })
  .openapi({ type: 'string', format: 'email' })

/** A person's name, as others see it. */
export const PersonName = oneLine(100)

export const NewUser = z.strictObject({ email: EmailAddress, name: PersonName.optional(), role: RoleName })
export type NewUser = z.output<typeof NewUser>

export const ChangeUser = z
  .strictObject({
    name: PersonName.optional(),
    role: RoleName.optional(),
    disabled: z.boolean().optional(),
    tellDrafts: z.boolean().optional(),
    tellPromises: z.boolean().optional(),
    tellSilence: z.boolean().optional(),
    tellDeliveries: z.boolean().optional(),
  })
  .refine((input) => Object.keys(input).length > 0, 'expected at least one field')
export type ChangeUser = z.output<typeof ChangeUser>

export const NewToken = z.strictObject({
  name: oneLine(100),
  role: RoleName,
  expiresAt: z.iso
    .datetime({ offset: true, error: 'expected a moment such as 2027-01-31T00:00:00Z' })
    .transform((text) => new Date(text))
    .optional(),
})
export type NewToken = z.output<typeof NewToken>
