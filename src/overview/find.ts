import { listDrafts } from '../drafts/list.ts'
import { listIncidents } from '../incidents/list.ts'
import type { Context } from '../lib/context.ts'
import { likeText } from '../lib/like.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord } from '../publishing/words.ts'
import { placesFor } from '../web/console/nav.ts'

/** Something that can be gone to, and what it is. */
export type Found = { name: string; about: string; href: string }

/** Places, incidents, planned work, waiting drafts and components of that name; without words, the recent ones. */
export async function find(ctx: Context, words: string): Promise<Found[]> {
  const limit = words === '' ? 12 : 20
  const kinds = ['incident', 'maintenance', 'notice']
  const incidents = await listIncidents(ctx, { limit, kinds, search: words || undefined })
  const drafts = await listDrafts(ctx, { limit: 50, state: 'waiting' })
  const components = words === '' ? [] : await componentsNamed(ctx, words)
  return [
    ...placesFor(ctx.actor)
      .map(({ name, path }) => ({ name, about: 'Go to', href: path }))
      .filter(isNamed(words)),
    ...drafts
      .map(({ id, title }) => ({ name: title, about: 'Draft', href: `/console/drafts/${id}` }))
      .filter(isNamed(words)),
    ...incidents.slice(0, limit).map(({ id, title, kind, status }) => ({
      name: title,
      about: `${kind === 'maintenance' ? 'Planned work' : 'Incident'} · ${phaseWord[status as IncidentStatus]}`,
      href: `/console/incidents/${id}`,
    })),
    ...components.map(({ id, name }) => ({ name, about: 'Component', href: `/console/components/${id}` })),
  ]
}

const isNamed = (words: string) => (found: Found) => found.name.toLowerCase().includes(words.toLowerCase())

const componentsNamed = (ctx: Context, words: string) =>
  ctx.db
    .selectFrom('components')
    .select(['id', 'name'])
    .where('org_id', '=', ctx.org)
    .where('name', 'ilike', likeText(words))
    .orderBy('name')
    .limit(20)
    .execute()
