import { type RawBuilder, sql } from 'kysely'
import { media } from '../channels/channel.ts'
import { findComponent } from '../components/find.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { named } from './named.ts'

export const subscriberStates = [
  'active',
  'unconfirmed',
  'unsubscribed',
  'suppressed',
  'quarantined',
  'erased',
] as const

const name = z.string().min(1).max(200).optional()

/** By what a list of subscribers is narrowed; all of it together. */
export const filterFields = {
  page: name.meta({ description: 'Id or slug.' }),
  state: z.enum(subscriberStates).optional(),
  channel: z.enum(media).optional(),
  component: name.meta({ description: 'Key or id of a component that they chose.' }),
  label: z.string().trim().min(1).max(60).optional().meta({ description: 'One of your labels.' }),
  language: z.enum(languageCodes).optional().meta({ description: 'A language that they chose.' }),
}

/** `q`: text to search by, see `named`. */
export type Filter = Readonly<Partial<Record<keyof typeof filterFields | 'q', string | undefined>>>

/**
 * The condition for subscribers that a filter matches. Every part of it has an index; which of them serves is the
 * database's choice, by how rare each is. Throws `NotFound` where the page or the component is not there.
 */
export async function matching(ctx: Context, filter: Filter): Promise<RawBuilder<boolean>> {
  const page = filter.page ? await findPage(ctx, filter.page) : null
  const component = filter.component ? await findComponent(ctx, filter.component, page?.id) : null
  const { q, state, channel, label, language } = filter
  const parts = [
    sql`org_id = ${ctx.org} and not world`,
    page && sql`page_id = ${page.id}`,
    state && sql`state = ${state}`,
    channel && sql`channel = ${channel}`,
    language && sql`language = ${language}`,
    label && sql`labels @> array[${label}]::text[]`,
    component &&
      sql`exists (select from subscriber_components c where c.subscriber_id = subscribers.id and c.component_id = ${component.id})`,
    q && named(ctx, q),
  ]
  return sql<boolean>`(${sql.join(
    parts.filter((part) => part !== null && part !== undefined && part !== ''),
    sql` and `,
  )})`
}
