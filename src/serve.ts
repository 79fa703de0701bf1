import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { noteUse } from './access/use.ts'
import { type OwnTls, serveTls } from './certificates/serve-tls.ts'
import { answerAboutNames, leadToPage, sayWhichHost } from './domains/answer.ts'
import { openNames } from './domains/directory.ts'
import { consoleUrl, hasOwnHost } from './lib/console-url.ts'
import type { Base } from './lib/context.ts'
import type { Metrics } from './lib/metrics.ts'
import { countDeliveries } from './notifications/metrics.ts'
import { createArtist } from './pictures/artist.ts'
import { drawingBy, withPictures } from './pictures/drawing.ts'
import type { Process } from './process.ts'
import { readAssets } from './publishing/assets.ts'
import { createEvents } from './publishing/events.ts'
import { createGate } from './publishing/gate.ts'
import { listenForChanges } from './publishing/listen.ts'
import { createPublisher } from './publishing/publisher.ts'
import { searchWhenAsked } from './publishing/search/lazy.ts'
import { createServe, prepareAssets } from './publishing/serve.ts'
import { removeStrays } from './publishing/strays.ts'
import { openTargets } from './publishing/targets/open.ts'
import { countTargets, createOutlets } from './publishing/targets/outlets.ts'
import { takeInOneAtATime } from './said/take-in.ts'
import { watchJournal } from './said/watch.ts'
import { followSearches } from './searches/follow.ts'
import type { AtOnce } from './web/at-once.ts'
import { clientOf } from './web/client-address.ts'
import { listen, type Serving } from './web/server.ts'

const publicFolder = join(import.meta.dirname, '../public')

/** Milliseconds that a page is left alone before what is rarely asked for is made anew. */
const quarter = 250

/** The router's paths; everything else below a page is the page's, and a 404 of its own where it is not published. */
const routed =
  /^\/(console|api\/v1|api\/v4|v1|hooks|channels|assets|u|subscribe|sign-in|sign-out|healthz|readyz|metrics)(\/|$)/

/**
 * Opens the port: published pages from disk at once, the router behind them. Without the role web only the probes
 * answer. `publish` begins to follow the database.
 */
export async function startServing(process: Process, baseFor: (port: number) => Base, metrics: Metrics) {
  const { config, life, log, print } = process
  const web = config.roles.includes('web')
  const events = createEvents({ random: baseFor(0).random, clientOf: clientOf(config.trustedProxies) })
  const artist = createArtist({ dataDir: config.dataDir, random: baseFor(0).random })
  life.atEnd('pictures', async () => artist.close())
  const edition = withPictures(
    readAssets(publicFolder),
    drawingBy(artist, readFileSync(join(publicFolder, 'picture.png')), log),
  )
  const assets = await prepareAssets(edition.files)
  const late: Pick<Serving, 'published' | 'isKnownHost' | 'fetch'> & { atOnce: AtOnce['find'] } = {
    published: () => false,
    atOnce: () => null,
    isKnownHost: () => true,
    fetch: () => new Response('Starting.\n', { status: 503, headers: { 'retry-after': '1' } }),
  }
  const serving: Serving = {
    published: (req, res) => late.published(req, res),
    atOnce: { find: (url, headers) => late.atOnce(url, headers), now: baseFor(0).now },
    isKnownHost: (host) => late.isKnownHost(host),
    fetch: (request, env) => late.fetch(request, env),
    log,
  }
  const server = await listen(serving, config.host, config.port)
  life.atEnd('http', server.drain)
  life.atEnd('streams', async () => events.close())
  const base = baseFor(server.port)
  const consoleHost = hasOwnHost(base.settings) ? new URL(consoleUrl(base.settings)).hostname : null
  const directory = await openNames(base, config.dataDir, consoleHost ? [consoleHost] : [])
  const where = { folder: config.publishFolder, bucket: config.bucket }
  const keepers = web ? openTargets(base, process.databaseUrl, where) : []
  countTargets(metrics, keepers)
  countDeliveries(metrics, base)
  const outlets = createOutlets(base, keepers)
  await removeStrays(config.dataDir).catch((error) =>
    log.error({ event: 'strays_not_removed', err: error }, 'published files that no page has could not be removed'),
  )
  const rest = () => wait(quarter)
  const publisher = await createPublisher({
    base,
    dataDir: config.dataDir,
    edition,
    events,
    consoleHost,
    outlets,
    rest,
  })
  const search = searchWhenAsked({
    now: base.now,
    clientOf: clientOf(config.trustedProxies),
    missed: web ? followSearches(base, life) : undefined,
    failed: (error) => log.warn({ event: 'search_failed', err: error }, 'a search was not answered'),
  })
  const site = createServe({
    locate: (host, slug) => publisher.hosts().locate(host, slug),
    routed: (path) => routed.test(path),
    events,
    assets,
    search,
    isPrivate: (site) => publisher.accessOf(site)?.private === true,
    gate: createGate({
      accessOf: (site) => publisher.accessOf(site),
      viewFor: publisher.viewFor,
      secret: base.settings.secret,
      now: base.now,
      clientOf: clientOf(config.trustedProxies),
      routed: (path) => routed.test(path),
      used: noteUse(base),
      events,
    }),
  })
  let tls: OwnTls | null = null
  if (web) {
    const about = answerAboutNames(directory.names, config.trustedProxies)
    const lead = leadToPage(directory.names)
    const sayWhich = sayWhichHost(directory.names)
    const published: Serving['published'] = (req, res) => {
      const which = sayWhich(req.rawHeaders)
      if (which) res.setHeader(...which)
      return about(req, res) || site.serve(req, res) || lead(req, res)
    }
    late.published = published
    // Without protection readers are led to the other port.
    if (!config.tls)
      late.atOnce = (url, headers) => {
        const ready = site.atOnce(url, headers)
        const which = ready && sayWhich(headers)
        return which ? { ...ready, headers: [...which, ...ready.headers] } : ready
      }
    late.isKnownHost = (host) => publisher.hosts().isKnown(host)
    if (config.tls) {
      tls = await serveTls(base, { ...serving, published }, { ...config, port: config.tls.port })
      const { unprotected } = tls
      late.published = (req, res) => about(req, res) || unprotected(req, res) || published(req, res)
      life.atEnd('https', tls.drain)
      print(`tls       port ${tls.port}`)
    }
  }
  print(`listening on http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.port}`)
  if (web) print(`page      ${base.settings.url}/`)
  // The router is most of the program: who reads a page does not wait for it to be loaded.
  const { createRouter } = await import('./router.ts')
  late.fetch = createRouter(base, { config, metrics, ready: () => notReady(process, base) }).fetch
  let heard = async () => {}
  if (web) {
    const journal = await watchJournal(config.dataDir, async () => {
      await publisher.showSaid().catch((error) => log.error({ event: 'said_not_shown', err: error }, 'not shown'))
      void heard()
    })
    life.atEnd('journal', async () => journal.stop())
  }
  const publish = async () => {
    if (!web) return void process.waitingFor.delete('pages')
    // Beside, not before: what cannot be taken in holds up no publication, and what was taken in is one.
    const taking = takeInOneAtATime(base, config.dataDir, publisher.reconcile)
    const follow = async () => {
      void taking.run()
      try {
        await directory.refresh()
        await tls?.refresh()
        await publisher.reconcile()
      } catch (error) {
        await publisher.showAway()
        throw error
      }
      process.waitingFor.delete('pages')
    }
    const listener = listenForChanges(process.databaseUrl, base, follow)
    heard = listener.attempt
    life.atEnd('publishing', async () => {
      await listener.stop()
      await publisher.settled()
      await outlets.stop()
    })
  }
  return { base, publish }
}

async function notReady({ waitingFor, life }: Process, base: Base): Promise<string[]> {
  if (life.ending.aborted) return ['this process is ending']
  try {
    await Promise.race([sql`select 1`.execute(base.db), late()])
  } catch {
    return ['the database does not answer']
  }
  return [...waitingFor].map((thing) => `waiting for ${thing}`)
}

/** An orchestrator that asks waits a second or two; a database that takes connections and says nothing would hold us up for longer. */
async function late(): Promise<never> {
  await wait(1000, undefined, { ref: false })
  throw new Error('the database took longer than a second')
}
