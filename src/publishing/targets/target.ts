import type { Listed } from '../directory.ts'
import type { Encoding } from '../site/entry.ts'

/**
 * A place besides the data folder that published files go to. Keys are paths below it, without a slash at the front.
 * Every call rejects, in words for an operator and without secrets, where the target does not do what it was asked.
 */
export type Target = {
  /** Names it in the console, the log and the database: no secrets. */
  readonly name: string
  readonly kind: 'folder' | 'bucket'
  /** Calls that may be under way at once. */
  readonly atOnce: number
  /** The files of one document of a page. The first is what a plain web server is asked for. */
  readonly layout: (page: Listed, path: string) => { key: string; encoding: Encoding }[]
  /** All that is there now, each with a mark that changes whenever the content does. */
  readonly list: () => Promise<Map<string, string>>
  /** Null where there is no such file. */
  readonly read: (key: string) => Promise<Buffer | null>
  /** Whole or not at all. The mark that `list` will have for it. */
  readonly write: (key: string, body: Buffer, about: About) => Promise<string>
  /** No mistake where it is gone already. */
  readonly remove: (key: string) => Promise<void>
}

export type About = { contentType: string; cacheControl: string }
