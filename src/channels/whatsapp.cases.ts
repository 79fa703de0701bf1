import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { isE164, numbers, plainShown } from './phone.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

/** A variable has no line break, no tab and no more than four spaces in a row: error 132018. */
const parameter = z.strictObject({
  type: z.literal('text'),
  text: z
    .string()
    .min(1)
    .regex(/^(?!.*(\n|\t| {5}))/s),
})
const shape = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  to: z.string().refine(isE164),
  type: z.literal('template'),
  template: z.strictObject({
    name: z.string(),
    language: z.strictObject({ code: z.string() }),
    components: z.tuple([z.strictObject({ type: z.literal('body'), parameters: z.array(parameter).length(3) })]),
  }),
})

/** The approved template. https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components */
function filled(json: unknown): string {
  const [brand, said, link] = shape.parse(json).template.components[0].parameters.map(({ text }) => text)
  return `Status update of ${brand}: ${said} Read on: ${link} Answer STOP to end these messages.`
}

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (!/^Bearer \w+$/.test(headers.authorization ?? '')) return { status: 401, body: { error: { code: 190 } } }
  if (method !== 'POST' || !/^\/v\d\d\.0\/\d+\/messages$/.test(path))
    return { status: 404, body: { error: { code: 100 } } }
  if (!shape.safeParse(json).success) return { status: 400, body: { error: { code: 132_018 } } }
  if (filled(json).length > 1024) return { status: 400, body: { error: { code: 132_005 } } }
  return {
    status: 200,
    body: { messaging_product: 'whatsapp', messages: [{ id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGA==' }] },
  }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const text = filled(request?.json)
    // https://faq.whatsapp.com/539178204879377
    const formats = text.match(/(?<![\p{L}\p{N}])([*_~])(?=\S)[^\n]*?\S\1(?![\p{L}\p{N}])|`[^`\n]+`/gu) ?? []
    return { ...plainShown(text), formats }
  },
  ...numbers,
}
