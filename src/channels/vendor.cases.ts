import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { Channel } from './channel.ts'

/** What people have before them once the vendor has shown the requests of one message. */
export type Shown = {
  /** All that is read, without its dress. */
  text: string
  /** Who is called: as the vendor would resolve it, whether or not such a person exists. */
  pings: readonly string[]
  /** What can be clicked. `words` are what is seen of it. */
  links: readonly { words: string; href: string }[]
  /** Each run of text that is bold, struck, code, a heading, a quotation, hidden, a picture's name … */
  formats: readonly string[]
}

/**
 * The vendor of a channel, as strict as it is: `src/channels/<kind>.cases.ts` exports one as `vendor`, and
 * contract.test.ts tries the channel against it. It knows the vendor's documents and nothing of the channel's code.
 */
export type VendorModel = {
  /** The documented success, or the refusal of what the vendor would refuse: too long, unknown field, wrong type. */
  answer(request: VendorRequest): VendorAnswer
  /** How the vendor shows what was sent. */
  shows(requests: readonly VendorRequest[]): Shown
  /** Other spellings of the sample's target, and targets that are not the same. */
  spellings: readonly unknown[]
  others: readonly unknown[]
  /** Where the vendor tells a repeat from a second message. Absent: it cannot. */
  idOf?(request: VendorRequest): string | undefined
  /** What is the same at each attempt. Default: everything; for vendors that want a fresh time or encryption. */
  lasting?(request: VendorRequest): unknown
}

/** The vendor of a channel; contract tests need one for each. */
export async function vendorOf({ kind }: Channel): Promise<VendorModel> {
  const { vendor } = await import(`./${kind}.cases.ts`)
  return vendor
}

type Field = { title?: string; description?: string; secret?: boolean }
type Shape = { properties?: Record<string, Field>; required?: string[]; anyOf?: Shape[]; oneOf?: Shape[] }

/** The fields of settings or of a target, those of alternatives too. */
export function fieldsOf(schema: z.ZodType): Record<string, Field> {
  const all = (shape: Shape): Record<string, Field> =>
    Object.assign({}, shape.properties, ...[...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].map(all))
  return all(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape)
}

/** What must appear nowhere: the secret fields, and of an address its path and the long parts of it. */
export function secretsOf(channel: Channel): string[] {
  const { settings, target } = channel.sample
  return [...valuesOf(channel.settings, settings), ...valuesOf(channel.target, target)].flatMap(parts)
}

function valuesOf(schema: z.ZodType, value: unknown): string[] {
  const given = Object.entries(value ?? {})
  const fields = fieldsOf(schema)
  return given.flatMap(([name, held]) =>
    fields[name]?.secret && held ? [typeof held === 'string' ? held : JSON.stringify(held)] : [],
  )
}

function parts(secret: string): string[] {
  if (!/^https?:/.test(secret)) return [secret]
  const { pathname, searchParams } = new URL(secret)
  const long = [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= 10)
  return [secret, ...(pathname.length >= 10 ? [pathname] : []), ...long]
}
