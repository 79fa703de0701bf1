import type { Actor } from '../../lib/context.ts'
import { mayCall } from '../permission.ts'

/** The places of the console: what they are called, where they are, and the key that follows `g`. */
export const places = [
  { id: 'overview', name: 'Overview', path: '/console', key: 'o', group: 'Now' },
  { id: 'incidents', name: 'Incidents', path: '/console/incidents', key: 'i', group: 'Now' },
  { id: 'drafts', name: 'Drafts', path: '/console/drafts', key: 'd', group: 'Now' },
  { id: 'maintenances', name: 'Planned work', path: '/console/maintenances', key: 'p', group: 'Now' },
  { id: 'components', name: 'Components', path: '/console/components', key: 'c', group: 'Page' },
  { id: 'subscribers', name: 'Subscribers', path: '/console/subscribers', key: 's', group: 'Page', needs: 'editor' },
  { id: 'deliveries', name: 'Deliveries', path: '/console/deliveries', key: 'e', group: 'Page', needs: 'editor' },
  { id: 'inbox', name: 'Alert inbox', path: '/console/inbox', key: 'a', group: 'Automation' },
  { id: 'sources', name: 'Sources', path: '/console/sources', key: 'w', group: 'Automation' },
  { id: 'rules', name: 'Rules', path: '/console/rules', key: 'r', group: 'Automation' },
  { id: 'messages', name: 'Messages', path: '/console/messages', key: 'm', group: 'Automation' },
  { id: 'channels', name: 'Channels', path: '/console/channels', key: 'h', group: 'Automation', needs: 'admin' },
  { id: 'settings', name: 'Settings', path: '/console/settings', key: ',', group: 'Automation' },
] as const

export type Place = (typeof places)[number]
export type PlaceId = Place['id']

/** The places that somebody may go to: addresses of subscribers are not for viewers. */
export const placesFor = (actor: Actor): readonly Place[] =>
  places.filter((place) => !('needs' in place) || mayCall(actor, place.needs))

/** What a phone has under the thumb; the rest is in its menu. */
export const underTheThumb: readonly PlaceId[] = ['overview', 'incidents', 'drafts', 'maintenances']
