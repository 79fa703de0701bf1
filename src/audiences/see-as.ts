import type { Choice } from '../web/console/forms.ts'
import { anybody } from './reader.ts'
import { type Rights, rightsOf } from './rights.ts'
import type { Audience, AudienceRow } from './schema.ts'

/** As whom the console shows a page: values of `rightsAs`, and their names. */
export const readersOf = (rows: readonly Pick<AudienceRow, 'id' | 'name'>[]): Choice[] => [
  ['everyone', 'anybody'],
  ['subscribers', 'a signed-in subscriber'],
  ...rows.map(({ id, name }): Choice => [id, name]),
  ['staff', 'staff'],
]

/**
 * The rights of who belongs to one audience and to no other: its id, or a built-in word; of anything else, anybody's. Whoever
 * belongs to a group is signed in; whether as a subscriber too is another matter.
 */
export function rightsAs(audiences: readonly Audience[], as: string): Rights {
  if (as === 'staff') return 'all'
  const plain = rightsOf(audiences, { ...anybody, subscriber: as === 'subscribers' })
  const named = audiences.some(({ id }) => id === as)
  return named && plain !== 'all' ? new Set([...plain, as]) : plain
}
