import { becauseWordsOf } from './because-words.ts'
import { fixedReasons } from './choose.ts'
import type { Facts } from './facts.ts'
import { filled } from './message-words.ts'

type Known = Pick<Facts, 'reason' | 'affected' | 'follows' | 'world'> & { verdict?: Facts['verdict'] }

/**
 * Why its reader gets a message, said to them in their language. It names what is affected and they may see, nothing
 * else; null for the world.
 */
export function becauseOf({ reason, verdict, affected, follows, world }: Known, language: string): string | null {
  if (world) return null
  const words = becauseWordsOf(language)
  const said = verdict?.reason ?? reason
  for (const code of ['everything', 'whole', 'incident', 'told'] as const)
    if (said === fixedReasons[code]) return words[code]
  const named = (parts: Facts['affected']) => parts.map((part) => part.translations[language]?.name ?? part.name)
  const own = named(affected.filter(({ id }) => follows.includes(id)))
  if (own[0] !== undefined) return filled(words.affected, { name: own[0] })
  return affected.length > 0 ? filled(words.near, { names: named(affected).slice(0, 3).join(', ') }) : words.page
}
