import { Forbidden } from '../lib/errors.ts'
import type { FormOrigin } from './page.ts'
import type { RequestFacts } from './request.ts'

/**
 * Refuses a change that another site's page sent with the visitor's cookies. Browsers name the page's site in
 * Sec-Fetch-Site (over https and on localhost) and in Origin; what names neither is no form of ours. Without cookies
 * either it is a program, which has nothing of a visitor's to misuse. Hosts we do not know never get here, so our own
 * host in Origin is ours; but where a trusted proxy says that we were asked by https, a page that came unprotected is
 * anybody's who sits between.
 */
export function checkOrigin(request: RequestFacts, consoleUrl: string, from: FormOrigin = 'own'): void {
  if (from === 'anywhere') return
  const site = request.header('sec-fetch-site')
  const origin = request.header('origin')
  if (site !== null && site !== 'same-origin') throw foreign()
  if (site === null && origin === null && !request.header('cookie')) return
  if (origin === null || origin === 'null') {
    if (site === null && (from === 'own' || origin === null)) throw foreign()
    return
  }
  if (origin !== new URL(consoleUrl).origin && !isOurs(origin, request)) throw foreign()
}

function isOurs(origin: string, { host, scheme }: RequestFacts): boolean {
  const url = URL.parse(origin)
  return url?.host === host && !(scheme === 'https' && url.protocol === 'http:')
}

const foreign = () => new Forbidden('This form was sent from another site. Open it here and send it again.')
