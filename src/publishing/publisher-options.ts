import type { KeptAccess } from '../access/kept.ts'
import type { Reader } from '../audiences/reader.ts'
import type { Base } from '../lib/context.ts'
import type { Hosts } from './directory.ts'
import type { Edition } from './documents.ts'
import type { Events } from './events.ts'
import type { Site } from './site/site.ts'
import type { Outlets } from './targets/outlets.ts'
import type { View } from './views.ts'

export type Publisher = {
  hosts: () => Hosts
  /** Who is let in to a page; null where anybody reads it and nobody signs in. Called on every request. */
  accessOf: (site: Site) => KeptAccess | null
  /** What a reader sees of a page: the site itself where that is what anybody sees. */
  viewFor: (site: Site, reader: Reader) => View | Promise<View>
  /** Publishes again what changed: called when a page is said to have changed, and now and then for what was not heard. */
  reconcile: () => Promise<void>
  /** The database could not be asked: after a while the pages say so. */
  showAway: () => Promise<void>
  /** Shows what was said on the machine, or taken back, from what was read last: without the database. */
  showSaid: () => Promise<void>
  /** True once every page was published, or found as the database has it. */
  isCurrent: () => boolean
  /** Resolves when everything published so far is on disk. */
  settled: () => Promise<void>
}

export type PublisherOptions = {
  base: Base
  dataDir: string
  edition: Edition
  events: Events
  consoleHost: string | null
  /** Where pages go besides. */
  outlets?: Outlets
  /** How long a page is left alone before what is rarely asked for is made anew. Default: not at all. */
  rest?: () => Promise<unknown>
}
