import { Duration, Key, oneLine } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { sourceOf, sources } from '../sources/index.ts'

const kinds = sources.map((source) => source.kind)

/** A hook's token: 16 characters or more, fit for an address. */
export const HookToken = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{16,200}$/, 'expected 16 to 200 letters, digits, "-", "_", "." and "~" that nobody can guess')

const shape = {
  key: Key,
  kind: z.string().refine((kind) => sourceOf(kind) !== undefined, `expected one of ${kinds.join(', ')}`),
  name: oneLine(100).optional().meta({ description: "For people; the vendor's name when absent." }),
  token: HookToken.optional().meta({ description: 'Part of the hook address; made by us when absent.' }),
  settings: z.record(z.string(), z.unknown()).optional().meta({ description: 'What this kind of source asks for.' }),
  silentAfter: Duration.nullish().meta({
    description: 'Without an arrival for so long it counts as silent; learned from its past when absent.',
  }),
}

export const NewSource = z.strictObject(shape)
export type NewSource = z.infer<typeof NewSource>

const { key: _key, kind: _kind, token: _token, ...changeable } = shape

export const ChangeSource = z.strictObject(changeable).partial()
export type ChangeSource = z.infer<typeof ChangeSource>
