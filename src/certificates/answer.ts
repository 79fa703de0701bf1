import type { IncomingMessage, ServerResponse } from 'node:http'
import { hostOf } from '../domains/host-name.ts'
import type { Base } from '../lib/context.ts'
import { tokenBucket } from '../lib/token-bucket.ts'
import type { CertificateStore } from './store.ts'

const challengePath = '/.well-known/acme-challenge/'

/** Answers what a certificate authority asks before it issues: https://www.rfc-editor.org/rfc/rfc8555#section-8.3 */
export function answerChallenges(base: Base): (req: IncomingMessage, res: ServerResponse) => boolean {
  // Each question is a look into the database, and anybody may ask.
  const bucket = tokenBucket(20, 100)
  return (req, res) => {
    const path = req.url ?? ''
    if (!path.startsWith(challengePath)) return false
    const token = path.slice(challengePath.length)
    const good = /^[\w-]{1,200}$/.test(token) && bucket.take('all', base.now().getTime()).ok
    void (good ? lookUp(base, token) : Promise.resolve(null)).then((answer) => {
      res.writeHead(answer === null ? 404 : 200, {
        'content-type': 'application/octet-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      res.end(answer ?? '')
    })
    return true
  }
}

async function lookUp(base: Base, token: string): Promise<string | null> {
  try {
    const row = await base.db
      .selectFrom('acme_challenges')
      .select('answer')
      .where('token', '=', token)
      .executeTakeFirst()
    return row?.answer ?? null
  } catch (error) {
    base.log.warn({ event: 'challenge_unanswered', err: error }, 'a certificate authority was not answered')
    return null
  }
}

const probes = /^\/(healthz|readyz|metrics)(\?|$)/

/** Leads who came without protection to the same address with it, once the name has a certificate. True where it answered. */
export function leadToTls(base: Base, store: CertificateStore): (req: IncomingMessage, res: ServerResponse) => boolean {
  const { port } = new URL(base.settings.url)
  return (req, res) => {
    const url = req.url ?? ''
    const name = hostOf(req.headers.host ?? '')
    if (name === null || !url.startsWith('/') || probes.test(url) || store.contextOf(name) === null) return false
    res.writeHead(308, {
      location: `https://${name}${port && `:${port}`}${url}`,
      'cache-control': 'no-store',
      'content-length': 0,
    })
    res.end()
    return true
  }
}
