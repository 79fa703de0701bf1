import { anybody, type Reader } from '../audiences/reader.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import type { Page } from '../pages/find.ts'
import type { RequestFacts } from '../web/request.ts'
import { loadAccess } from './load.ts'
import { type Recognised, recognise } from './reader-of.ts'

type Asking = Pick<Context, 'db' | 'settings' | 'now'>
type Of = Pick<Page, 'id'>

/** Who sends a request to the router, as the page's server would say. */
export const readerOfRequest = async (ctx: Asking, page: Of, request: RequestFacts): Promise<Reader> =>
  (await recogniseRequest(ctx, page, request)).reader

export async function recogniseRequest(ctx: Asking, page: Of, request: RequestFacts): Promise<Recognised> {
  const access = await loadAccess(ctx, page.id)
  if (!access) return { reader: anybody, session: null, feed: null }
  const [, bearer = null] = /^Bearer +([\x21-\x7e]{1,200}) *$/i.exec(request.header('authorization') ?? '') ?? []
  return recognise(ctx.settings.secret, access, {
    cookie: request.header('cookie') ?? undefined,
    token: bearer,
    ip: request.ip,
    now: ctx.now().getTime(),
  })
}

/** Throws NotFound where the page is private and the reader was not let in: as for a page that does not exist. */
export async function admittedTo(ctx: Asking, page: Of, request: RequestFacts): Promise<Reader> {
  const reader = await readerOfRequest(ctx, page, request)
  if (!reader.admitted) throw new NotFound('page')
  return reader
}
