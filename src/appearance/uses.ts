import type { Context } from '../lib/context.ts'
import { appearanceOf } from './find.ts'
import type { Appearance } from './schema.ts'

/** The files that a look names, besides those in its CSS and HTML. */
export const filesNamed = (appearance: Appearance): string[] => namedAs(appearance).map(([, file]) => file)

/** What each stands for, in the words of the console. */
export const namedAs = ({ logo, favicon, cover, font }: Appearance): [use: string, file: string][] =>
  [
    ['logo', logo?.light],
    ['logo in the dark', logo?.dark],
    ['icon', favicon?.file],
    ['cover', cover?.file],
    ['font', font?.includes('.') ? font : null],
  ].flatMap(([use, file]) => (use && file ? [[use, file] as [string, string]] : []))

/** What a page uses a file for; nothing where it may go. */
export async function usesOf(ctx: Context, pageId: string, file: string): Promise<string[]> {
  const appearance = await appearanceOf(ctx, pageId)
  const row = await ctx.db.selectFrom('appearances').select('css').where('page_id', '=', pageId).executeTakeFirst()
  const html = `${appearance.headerHtml ?? ''}${appearance.footerHtml ?? ''}`
  return [
    ...namedAs(appearance).flatMap(([use, name]) => (name === file ? [use] : [])),
    ...(row?.css?.includes(`url(u-file:${file})`) ? ['a picture or font in the CSS'] : []),
    ...(html.includes(`src="${file}"`) ? ['a picture in the HTML'] : []),
  ]
}
