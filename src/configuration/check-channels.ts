import { accountKinds } from '../channel-accounts/kinds.ts'
import { problemsIn } from '../channel-accounts/settings.ts'
import type { Channel } from '../channels/channel.ts'
import { channels } from '../channels/index.ts'
import { proofOf } from '../channels/media.ts'
import type { z } from '../lib/zod.ts'
import { worldKinds } from '../world-channels/find.ts'
import { each, textAt, valueAt } from './data.ts'
import type { Document } from './document.ts'
import type { Mistake, Path } from './mistake.ts'

/** The settings of each account and the target of each channel to the world, by what its kind asks for. */
export function channelMistakes(document: Document): Mistake[] {
  const { data } = document
  const accounts = each(data, ['channels']).flatMap((path) =>
    ofKind(
      document,
      path,
      'kind',
      accountKinds(),
      ({ kind }) => kind,
      'settings',
      ({ settings }) => settings,
    ),
  )
  const world = each(data, ['pages']).flatMap((page) =>
    each(data, [...page, 'worldChannels']).flatMap((path) =>
      ofKind(
        document,
        path,
        'channel',
        worldKinds(),
        ({ medium }) => medium,
        'target',
        ({ target }) => target,
      ),
    ),
  )
  const subscribers = each(data, ['subscribers']).flatMap((path) =>
    ofKind(
      document,
      path,
      'channel',
      subscriberKinds(),
      ({ medium }) => medium,
      'target',
      ({ target }) => target,
    ),
  )
  return [...accounts, ...world, ...subscribers]
}

/** Whatever a file can subscribe: a browser asks for itself, and mail has a field of its own. */
const subscriberKinds = (): Channel[] =>
  channels.filter(
    ({ medium, reaches }, i) =>
      reaches.includes('subscriber') &&
      medium !== 'email' &&
      proofOf(medium) !== 'permission' &&
      channels.findIndex((one) => one.medium === medium) === i,
  )

function ofKind(
  document: Document,
  path: Path,
  field: string,
  kinds: readonly Channel[],
  nameOf: (kind: Channel) => string,
  part: string,
  schemaOf: (kind: Channel) => z.ZodType,
): Mistake[] {
  const named = textAt(document.data, [...path, field])
  if (named === null) return []
  const kind = kinds.find((one) => nameOf(one) === named)
  if (!kind) return [document.mistakeAt([...path, field], `expected one of ${kinds.map(nameOf).sort().join(', ')}`)]
  const given = valueAt(document.data, [...path, part]) ?? {}
  if (typeof given !== 'object' || Array.isArray(given)) return []
  return problemsIn(schemaOf(kind), { ...given }).map(({ path: inner, message }) =>
    document.mistakeAt(
      [...path, part, ...inner.map((step) => (typeof step === 'number' ? step : String(step)))],
      message,
    ),
  )
}
