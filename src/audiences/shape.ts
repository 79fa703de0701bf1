import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import { type AudienceRow, audienceSettings } from './schema.ts'

export const AudienceShape = z
  .object({
    id: z.string(),
    page: z.string(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    emails: z.array(z.string()),
    domains: z.array(z.string()),
    attributes: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    subscribers: z.boolean(),
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Audience')

export const audienceShape = (row: AudienceRow): z.input<typeof AudienceShape> => {
  const { emails, domains, attributes, ...settings } = audienceSettings(row)
  return {
    id: row.id,
    page: row.page_id,
    key: row.key,
    ...settings,
    emails: [...emails],
    domains: [...domains],
    attributes: [...attributes],
    managedBy: row.managed_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
