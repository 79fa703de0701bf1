import { AudienceNames } from '../components/schema.ts'
import { oneLine, prose, WebAddress } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { translated } from '../publishing/languages/schema.ts'

export const contactKinds = ['mail', 'phone', 'address', 'link'] as const
export type ContactKind = (typeof contactKinds)[number]

const values = {
  mail: z.email('expected an e-mail address').max(254),
  phone: z.string().regex(/^\+?\d[\d ()./-]{1,28}\d$/, 'expected a telephone number of digits, such as +49 30 1234567'),
  address: prose(300),
  link: WebAddress,
}

/** How to reach a person. What `value` may be depends on the kind. */
export const Contact = z
  .strictObject({
    kind: z.enum(contactKinds),
    label: oneLine(80).nullish().meta({ description: 'What stands before it, or a link’s words.' }),
    value: z.string().trim().max(2000),
    audiences: AudienceNames.nullish().meta({ description: 'Who may see it: keys of audiences. Null: everybody.' }),
    translations: translated({ label: oneLine(80), value: z.string().trim().max(2000) }).optional(),
  })
  .superRefine(({ kind, label, value, translations }, ctx) => {
    const check = (value: string, path: string[]) => {
      const { success, error } = values[kind].safeParse(value)
      if (!success) ctx.addIssue({ code: 'custom', path, message: error.issues[0]?.message ?? 'is not right' })
    }
    check(value, ['value'])
    for (const [lang, other] of Object.entries(translations ?? {}))
      if (other?.value !== undefined) check(other.value, ['translations', lang, 'value'])
    if (kind === 'link' && !label)
      ctx.addIssue({ code: 'custom', path: ['label'], message: 'expected the words of the link' })
  })
export type Contact = z.infer<typeof Contact>

/** Where a contact leads; null for an address, which leads nowhere. */
export function hrefOf({ kind, value }: Contact): string | null {
  if (kind === 'mail') return `mailto:${encodeURIComponent(value).replaceAll('%40', '@')}`
  if (kind === 'phone') return `tel:${value.replaceAll(/[^\d+]/g, '')}`
  return kind === 'link' ? value : null
}
