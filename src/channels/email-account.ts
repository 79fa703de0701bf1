import { addressKey, maskAddress, parseAddress } from '../lib/address.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import { z } from '../lib/zod.ts'

export const domainName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i,
    'expected a domain such as acme.example',
  )

/** What every account that sends mail says about the mails, whoever carries them. */
export const mailSettings = {
  from: z
    .string()
    .max(320)
    .refine((text) => parseMailbox(text) !== null, 'expected an address such as Acme Cloud <status@acme.example>')
    .meta({
      title: 'From',
      description: 'Acme Cloud <status@acme.example>. Without a name, mails carry the name of the page.',
    }),
  replyTo: z
    .string()
    .max(320)
    .refine((text) => parseMailbox(text) !== null, 'expected an address such as help@acme.example')
    .optional()
    .meta({ title: 'Reply to', description: 'Where answers of readers go, if elsewhere: help@acme.example' }),
}

export type MailSettings = { from: string; replyTo?: string | undefined; bounceDomain?: string | undefined }

/** One mailbox. */
export const mailTarget = z.object({
  email: z
    .string()
    .refine(isAddress, 'expected one address such as pat@customer.example')
    .meta({ title: 'E-mail address', description: 'pat@customer.example' }),
})
export type MailTarget = z.output<typeof mailTarget>

function isAddress(text: string): boolean {
  try {
    return parseAddress(text) !== ''
  } catch {
    return false
  }
}

/** What all channels of mail say of a destination. */
export const mailDestination = {
  target: mailTarget,
  identity: ({ email }: MailTarget) => addressKey(parseAddress(email)),
  label: ({ email }: MailTarget) => maskAddress(email),
}

/** Our own measure: longer mails are cut with a link; Gmail clips at 102 KB. https://developers.google.com/gmail/markup/troubleshooting */
export const mailLength = {
  max: 20_000,
  unit: 'characters',
  source: 'https://support.google.com/mail/answer/8881387',
} as const
