import type { Context } from '../lib/context.ts'
import type { Page } from '../pages/find.ts'
import type { Frame } from '../publishing/frame.ts'
import { bareFrame } from '../subscribers/document.ts'
import { findReadersPage } from '../subscribers/find-page.ts'
import { asReader } from '../subscribers/link.ts'
import { languageOfForm } from '../subscribers/speak.ts'
import { isHttps } from '../web/cookies.ts'
import type { RequestFacts } from '../web/request.ts'

/** The page that a reader is at, and a context in which they act. */
export type Place = {
  ctx: Context
  page: Page
  frame: Frame
  /** Before the page's own paths: "" or "/p/<slug>". */
  prefix: string
  request: RequestFacts
  isHttps: boolean
}

/** `shown`: the language of the form that was sent. Throws NotFound where there is no page. */
export async function placeOf(
  base: Context,
  slug: string | null,
  request: RequestFacts,
  shown?: unknown,
): Promise<Place> {
  const page = await findReadersPage(base, { slug, host: request.host })
  const ctx = asReader(base, page.org_id)
  const frame = await bareFrame(ctx, page, languageOfForm(page, request, shown))
  return {
    ctx,
    page,
    frame,
    prefix: slug === null ? '' : `/p/${page.slug}`,
    request,
    isHttps: request.scheme === 'https' || (request.scheme === null && isHttps(frame.page.url)),
  }
}

/** Where a reader goes after signing in: a path of this page and nothing else, wherever the wish came from. */
export function safeNext({ prefix }: Pick<Place, 'prefix'>, wish: string | null | undefined): string {
  const front = `${prefix}/`
  if (!wish || wish.length > 1000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wish) || wish.includes('\\')) return front
  const url = URL.parse(wish, 'http://page')
  if (url?.host !== 'page' || url.username) return front
  const isBelow = url.pathname === prefix || url.pathname.startsWith(front)
  const isDoor = url.pathname.slice(prefix.length).startsWith('/sign-')
  // `/.//host` is a path that reads as another site's once its dots are gone.
  const isOurs = !url.pathname.startsWith('//')
  return isBelow && isOurs && !isDoor ? url.pathname + url.search : front
}

/** Where the reader was when they were shown the door: browsers say it of pages of the same site. */
export function cameFrom({ request }: Pick<Place, 'request'>): string | null {
  const url = URL.parse(request.header('referer') ?? '')
  return url && url.host === request.host ? url.pathname + url.search : null
}
