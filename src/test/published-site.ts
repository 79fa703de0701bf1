import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after } from 'node:test'
import { readAssets } from '../publishing/assets.ts'
import { documentsOf, type Edition } from '../publishing/documents.ts'
import { createEvents } from '../publishing/events.ts'
import { createSearch } from '../publishing/search/answer.ts'
import { createServe, prepareAssets } from '../publishing/serve.ts'
import { openSite } from '../publishing/site/site.ts'
import type { Snapshot } from '../publishing/snapshot.ts'
import { testFolder } from './folder.ts'
import { seededRandom } from './random.ts'

/** A page as the program publishes and serves it, from snapshots alone: no database, no router. */
export async function publishedSite(options: Pick<Edition, 'bytesOf'> = {}) {
  const random = seededRandom()
  const edition = { ...readAssets(join(import.meta.dirname, '../../public')), ...options }
  const site = await openSite({ slug: 'acme', folder: await testFolder(), random })
  const events = createEvents({ random })
  const assets = await prepareAssets(edition.files)
  const missed: string[] = []
  const search = createSearch({ now: () => new Date(), missed: (slug, query) => missed.push(`${slug}: ${query}`) })
  const { serve } = createServe({ locate: () => site, routed: () => false, events, assets, search })
  after(() => events.close())
  let version = 0
  return {
    site,
    events,
    /** What was searched for and not found. */
    missed,
    /** 405 for what the router would answer. */
    answer: (req: IncomingMessage, res: ServerResponse): void => {
      if (!serve(req, res)) res.writeHead(405).end()
    },
    /** Publishes it as the next version and tells those who listen. All files are written when it resolves. */
    publish: async (snapshot: Snapshot): Promise<void> => {
      version += 1
      await site.publish(documentsOf({ ...snapshot, version }, edition), version)
      events.announce(site)
      await site.settled()
    },
  }
}

/** Serves on a free port until the tests of the file have ended. Its origin. */
export async function serveUntilTheEnd(
  answer: (req: IncomingMessage, res: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  after(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
