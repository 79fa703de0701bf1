import type { Base } from '../lib/context.ts'
import { listen, type Running, type Serving } from '../web/server.ts'
import { answerChallenges, leadToTls } from './answer.ts'
import { openCertificates } from './store.ts'

export type OwnTls = {
  /** Ahead of everything that is served without protection: what authorities ask, and the way to the other port. */
  unprotected: Serving['published']
  /** Reads anew what was issued. */
  refresh: () => Promise<void>
  /** Resolves when requests in flight have ended. */
  drain: Running['drain']
  port: number
}

/** Serves the same with TLS on a port of its own, for every name that has a certificate. */
export async function serveTls(
  base: Base,
  serving: Serving,
  place: { host: string; port: number; dataDir: string },
): Promise<OwnTls> {
  const store = await openCertificates(base, place.dataDir)
  const { port, drain } = await listen(serving, place.host, place.port, store.contextOf)
  const [challenges, lead] = [answerChallenges(base), leadToTls(base, store)]
  return {
    unprotected: (req, res) => challenges(req, res) || lead(req, res),
    refresh: store.refresh,
    drain,
    port,
  }
}
