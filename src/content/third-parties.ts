import { z } from '../lib/zod.ts'
import { analyticsKeys, chatKeys, providerOf } from './providers/index.ts'
import type { Provider } from './providers/provider.ts'

const id = z.string().trim().max(300)

/** A live chat, which loads when a reader asks for it. */
export const Chat = z
  .strictObject({ provider: z.enum(chatKeys), id: id.meta({ description: 'What the vendor calls its identifier.' }) })
  .superRefine((chat, ctx) => checkId(providerOf(chat.provider), chat.id, ctx))
export type Chat = z.infer<typeof Chat>

/** Counting of visits. */
export const Analytics = z
  .strictObject({
    provider: z.enum(analyticsKeys),
    id: id.meta({ description: 'What the vendor calls its identifier.' }),
    host: z
      .string()
      .trim()
      .max(300)
      .regex(
        /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[\w-]+){0,5}\/?$/i,
        'expected an address such as https://matomo.acme.example, without a query',
      )
      .refine((text) => URL.canParse(text), 'expected an address such as https://matomo.acme.example')
      .nullish()
      .meta({ description: 'Where your own Matomo or Plausible runs.' }),
  })
  .superRefine((analytics, ctx) => {
    const provider = providerOf(analytics.provider)
    checkId(provider, analytics.id, ctx)
    if (provider.host === null && !analytics.host)
      ctx.addIssue({ code: 'custom', path: ['host'], message: `expected the address of your ${provider.name}` })
    if (provider.host === undefined && analytics.host)
      ctx.addIssue({
        code: 'custom',
        path: ['host'],
        message: `${provider.name} has no other address than the vendor's`,
      })
  })
export type Analytics = z.infer<typeof Analytics>

function checkId({ name, id: { label, form, example } }: Provider, value: string, ctx: z.RefinementCtx) {
  if (!form.test(value))
    ctx.addIssue({ code: 'custom', path: ['id'], message: `expected a ${label} of ${name}, such as ${example}` })
}

/** Where an analytics script comes from, without a slash at the end. */
export const hostOf = ({ provider, host }: Analytics): string =>
  (host ?? providerOf(provider).host ?? '').replace(/\/$/, '')
