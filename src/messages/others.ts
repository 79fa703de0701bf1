import { listAudiences } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { pagesOf } from '../pages/find.ts'
import { languagesOf } from '../pages/schema.ts'
import type { Message } from '../rules/find.ts'
import type { Choice } from '../web/console/forms.ts'
import { messageSettings } from './find.ts'
import type { Others } from './other-words-view.ts'

/** Whom a message can have other words for, over all pages, and the languages of these; whatever it has already, too. */
export async function othersFor(ctx: Context, message: Message | null): Promise<Others> {
  const pages = await pagesOf(ctx)
  const names = await audienceNames(ctx)
  const { texts = [], translations = {} } = message ? messageSettings(message) : {}
  const gone = texts.filter(({ audience }) => !names.has(audience))
  const used = [translations, ...texts.map((text) => text.translations)].flatMap((one) => Object.keys(one))
  return {
    audiences: [...names, ...gone.map(({ audience }): Choice => [audience, `${audience}, which no page has`])],
    languages: {
      language: pages[0]?.language ?? 'en',
      languages: [...new Set([...pages.flatMap(languagesOf), ...used])],
    },
  }
}

/** What the audiences of all pages are called, by key. */
export async function audienceNames(ctx: Context): Promise<Map<string, string>> {
  const own = (await listAudiences(ctx)).map(({ key, name }) => [key, name] as const)
  return new Map([...own, ['subscribers', 'Signed-in subscribers'], ['staff', 'Staff']])
}
