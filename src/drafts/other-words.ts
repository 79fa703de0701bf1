import { audiencesOf } from '../audiences/find.ts'
import { builtIn } from '../audiences/schema.ts'
import { fitted } from '../channels/fit.ts'
import type { PostWords } from '../incidents/texts.ts'
import { limits } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import type { Values } from '../lib/substitute.ts'
import { fill, fillShort } from '../messages/fill.ts'
import { messageSettings } from '../messages/find.ts'
import type { Phase } from '../messages/schema.ts'
import type { Message } from '../rules/find.ts'

/** The short form of a post, and its words for some readers, by id of the audience. */
export type OtherWords = { short: string | null; texts: PostWords[] }

/** The values of a text, in the language of the page and in the others that it offers. */
export type Spoken = { values: Values; inLanguages: readonly (readonly [lang: string, values: Values])[] }

/** What the message says in other words, as far as the page has those readers. */
export async function otherWords(
  ctx: Context,
  { page, message, phase, values, inLanguages }: { page: string; message: Message | null; phase: Phase } & Spoken,
): Promise<OtherWords> {
  if (!message) return { short: null, texts: [] }
  const { short, texts } = messageSettings(message)
  const ids = texts.length > 0 ? await idsByKey(ctx, page) : new Map<string, string>()
  const filled = (text: string | undefined, by: Values) => {
    const words = text && fill(text, phase, by).slice(0, limits.body).trim()
    return words ? words.toWellFormed() : null
  }
  return {
    short: shortWith(short[phase], values),
    texts: texts.flatMap((text) => {
      const [audience, body] = [ids.get(text.audience), filled(text[phase], values)]
      if (audience === undefined || body === null) return []
      const translations = inLanguages.flatMap(([lang, by]) => {
        const words = filled(new Map(Object.entries(text.translations)).get(lang)?.[phase], by)
        return words === null ? [] : [[lang, { body: words }] as const]
      })
      return [
        { audience, body, short: shortWith(text.short[phase], values), translations: Object.fromEntries(translations) },
      ]
    }),
  }
}

/** Null where nothing is left of it; a value may be longer than anybody thought. */
function shortWith(text: string | undefined, values: Values): string | null {
  const words = text && fillShort(text, values).toWellFormed()
  return words ? fitted(words, limits.short) : null
}

/** Words for an audience that was removed meanwhile are nobody's: its readers get those of everybody. */
export async function forThoseThere(ctx: Context, page: string, texts: readonly PostWords[]): Promise<PostWords[]> {
  if (texts.length === 0) return []
  const ids = [...(await idsByKey(ctx, page)).values()]
  return texts.filter(({ audience }) => ids.includes(audience))
}

async function idsByKey(ctx: Context, page: string): Promise<Map<string, string>> {
  const own = (await audiencesOf(ctx, page)).map(({ id, key }) => [key, id] as const)
  return new Map([...builtIn.filter((one) => one !== 'everyone').map((one) => [one, one] as const), ...own])
}
