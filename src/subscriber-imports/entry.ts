import { media } from '../channels/channel.ts'
import { z } from '../lib/zod.ts'
import { type Entry, entryStates } from '../subscribers/decide.ts'

const bytes = z.string().transform((text) => Buffer.from(text, 'base64'))

const Stored = z.object({
  destination: z.object({
    channel: z.enum(media),
    email: z.string().nullable(),
    target: bytes.nullable(),
    label: z.string().nullable(),
    host: z.string(),
    address_hash: bytes,
    mailbox_hash: bytes,
  }),
  choice: z.array(z.string()).nullable().optional(),
  labels: z.array(z.string()).optional(),
  language: z.string().nullable().optional(),
  state: z.enum(entryStates).optional(),
  consentAt: z.string().nullable(),
  consentText: z.string().nullable(),
})

/** An entry as it waits for being brought in; its destination stays as encrypted as it is. */
export const toJson = ({ destination, ...entry }: Entry) => ({
  ...entry,
  consentAt: entry.consentAt?.toISOString() ?? null,
  destination: {
    ...destination,
    target: destination.target?.toString('base64') ?? null,
    address_hash: destination.address_hash.toString('base64'),
    mailbox_hash: destination.mailbox_hash.toString('base64'),
  },
})

export function fromJson(value: unknown): Entry {
  const { choice, labels, language, state, consentAt, ...rest } = Stored.parse(value)
  return { ...rest, choice, labels, language, state, consentAt: consentAt === null ? null : new Date(consentAt) }
}
