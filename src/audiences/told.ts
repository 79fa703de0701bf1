import { type Component, componentsOf } from '../components/find.ts'
import { ancestors, type Placed } from '../components/tree.ts'
import type { Context } from '../lib/context.ts'
import { audiencesOf } from './find.ts'
import type { Reader } from './reader.ts'
import { admits, keyOfRights, type Limit, publicRights, type Rights, rightsOf } from './rights.ts'
import type { Audience } from './schema.ts'
import { textFor } from './texts.ts'
import { seesIncident } from './visible.ts'

/** A component's place, name, limit and tags. */
export type LimitedPart = Placed & { name: string; audiences: Limit; tags: Readonly<Record<string, string>> }

/** A page as far as it matters to whom something is told. */
export type Limits = { audiences: readonly Audience[]; tree: readonly LimitedPart[] }

/** A post that is told: who may see the incident and the post, and what the incident affects. */
export type Told = {
  incident: Limit
  post: Limit
  affected: readonly string[]
  /** Other words for some readers, in order. */
  texts?: readonly { audience: string }[]
}

/** What somebody may see of what they are told. */
export type Sight = {
  sees: boolean
  tree: LimitedPart[]
  affected: string[]
  /** The audience whose words they get; null: the post's own. */
  words: string | null
}

export const limitsOf = async (ctx: Context, page: string): Promise<Limits> => ({
  audiences: await audiencesOf(ctx, page),
  tree: (await componentsOf(ctx, page)).map(({ id, parent_id, name, audiences, tags }) => ({
    id,
    parent_id,
    name,
    audiences,
    tags: tags as Record<string, string>,
  })),
})

/** The components of a page that somebody with these rights may see. A limit holds for what lies below. */
export function componentsShown<Part extends Placed & { audiences: Limit }>(
  tree: readonly Part[],
  rights: Rights,
): Part[] {
  const own = new Map(tree.map((part) => [part.id, admits(part.audiences, rights)]))
  return tree.filter(({ id }) => [id, ...ancestors(tree, id)].every((one) => own.get(one) ?? true))
}

/** The rights of a subscriber by mail: their address is proven, and nothing else is. */
export const rightsByMail = (audiences: readonly Audience[], email: string | null): Rights =>
  rightsOf(audiences, {
    email: email?.toLowerCase() ?? null,
    subscriber: true,
    attributes: {},
    staff: false,
    admitted: true,
  })

/** Who is told: a subscriber by mail or by another channel, or the world, which sees what anybody sees. */
export type Onlooker = { email: string | null; world: boolean }

/** What each subscriber may see of a post. Null: everybody sees all of it. Worked out once for each set of rights. */
export function sightOf({ audiences, tree }: Limits, told: Told): ((of: Onlooker) => Sight) | null {
  const isPlain = !told.incident && !told.post && !told.texts?.length
  if (isPlain && tree.every((part) => part.audiences === null)) return null
  const known = new Map<string, Sight>()
  return ({ email, world }) => {
    const rights = world ? publicRights : rightsByMail(audiences, email)
    const key = keyOfRights(rights)
    const sight = known.get(key) ?? look(tree, told, rights)
    known.set(key, sight)
    return sight
  }
}

function look(tree: readonly LimitedPart[], { incident, post, affected, texts = [] }: Told, rights: Rights): Sight {
  const shown = componentsShown(tree, rights)
  const ids = new Set(shown.map(({ id }) => id))
  const components = affected.map((id) => ({ id }))
  const sees = admits(post, rights) && seesIncident({ audiences: incident, components }, ids, rights)
  const words = textFor(texts, rights)?.audience ?? null
  return { sees, tree: shown, affected: affected.filter((id) => ids.has(id)), words }
}

/** The components of a page that a reader may see. */
export const componentsSeen = async (ctx: Context, page: string, reader: Reader): Promise<Component[]> =>
  componentsShown(await componentsOf(ctx, page), rightsOf(await audiencesOf(ctx, page), reader))

/** The same for a subscriber by mail. */
export const componentsFor = async (ctx: Context, page: string, email: string | null): Promise<Component[]> =>
  componentsShown(await componentsOf(ctx, page), rightsByMail(await audiencesOf(ctx, page), email))
