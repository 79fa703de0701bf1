import { Forbidden } from '../lib/errors.ts'
import type { FormOrigin } from './page.ts'
import type { RequestFacts } from './request.ts'

/**
 * Refuses a change that another site's page sent with the visitor's cookies. Browsers name the page's site in
 * Sec-Fetch-Site (over https and on localhost) and in Origin; what names neither is no form of ours. Without cookies
 * either it is a program, which has nothing of a visitor's to misuse. Hosts we do not know never get here, so our own
 * host in Origin is ours.
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
  if (origin !== new URL(consoleUrl).origin && hostOf(origin) !== request.host) throw foreign()
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null)

const foreign = () => new Forbidden('This form was sent from another site. Open it here and send it again.')
