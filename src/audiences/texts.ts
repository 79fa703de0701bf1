import type { Rights } from './rights.ts'

/**
 * The words that a reader gets in the place of a post's own: the first whose audience they belong to; null: the post's.
 * Staff may see all there is: they get those written for staff.
 */
export function textFor<Text extends { audience: string }>(texts: readonly Text[], rights: Rights): Text | null {
  return texts.find(({ audience }) => (rights === 'all' ? audience === 'staff' : rights.has(audience))) ?? null
}
