import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://adaptivecards.microsoft.com : the elements that we use, with their fields; unknown ones are refused.

const open = z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string().min(1).optional(), url: z.url() })
const run = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  italic: z.boolean().optional(),
  isSubtle: z.boolean().optional(),
  fontType: z.enum(['Default', 'Monospace']).optional(),
  selectAction: open.optional(),
})
const shape = z.strictObject({
  type: z.literal('message'),
  summary: z.string().min(1),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.enum(['1.2', '1.3', '1.4', '1.5']),
          lang: z.string().optional(),
          body: z
            .array(
              z.strictObject({
                type: z.literal('RichTextBlock'),
                inlines: z.array(run).min(1),
                spacing: z.enum(['None', 'Small', 'Default']).optional(),
              }),
            )
            .min(1),
          actions: z.array(open.required({ title: true })).max(6),
          msteams: z.strictObject({ width: z.literal('Full') }),
        }),
      }),
    )
    .length(1),
})

function answer({ method, headers, json, body, query }: VendorRequest): VendorAnswer {
  const error = (status: number, code: string) => ({ status, body: { error: { code, message: 'No.' } } })
  if (method !== 'POST' || !query.sig) return error(401, 'DirectApiAuthorizationRequired')
  if (headers['content-type'] !== 'application/json') return error(415, 'UnsupportedMediaType')
  if (body.length > 28 * 1024) return error(413, 'RequestEntityTooLarge')
  return shape.safeParse(json).success ? { status: 202 } : error(400, 'TriggerInputSchemaMismatch')
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { content } = shape.parse(request?.json).attachments[0]!
    const runs = content.body.flatMap(({ inlines }) => inlines)
    return {
      text: [
        ...content.body.map(({ inlines }) => inlines.map(({ text }) => text).join('')),
        ...content.actions.map(({ title }) => title),
      ].join('\n'),
      pings: [],
      links: [
        ...content.actions.map(({ title, url }) => ({ words: title, href: url })),
        ...runs.flatMap(({ text, selectAction }) => (selectAction ? [{ words: text, href: selectAction.url }] : [])),
      ],
      formats: runs.filter(({ weight, italic, fontType }) => weight || italic || fontType).map(({ text }) => text),
    }
  },
  spellings: [
    {
      url: 'https://PROD-00.westeurope.logic.azure.com/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?sig=Zm9yLXRoZS1zYW1wbGUtb25seS1ub3QtYS1rZXk&api-version=2016-06-01',
    },
  ],
  others: [
    {
      url: 'https://prod-00.westeurope.logic.azure.com/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?sig=another',
    },
    {
      url: 'https://default1234.5a.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?sig=x',
    },
    { url: 'https://acme.webhook.office.com/webhookb2/1@2/IncomingWebhook/3/4' },
  ],
}
