import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { readAssets } from '../publishing/assets.ts'
import { documentsOf } from '../publishing/documents.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import type { ComponentNode, Snapshot } from '../publishing/snapshot.ts'
import { acmeContent } from '../test/acme-content.ts'
import { acme, acmeComponents, at, fine, pastPayments, plannedWork, slowApi } from '../test/acme-snapshot.ts'
import { bringAxe, look, unfold } from '../test/look.ts'
import { assetText, assetUrl } from '../web/assets.ts'
import { everyChannel, readerForms, readerPaths } from './reader-forms.ts'

export type Looking = {
  executablePath: string
  minutes: number
  /** All when empty. */
  languages: readonly string[]
  print: (line: string) => void
}

/**
 * Every page in every language and state, at 320 and 1280 px, light and dark, before axe: what it finds, and what is too
 * wide. `looked`: how many there were time for, each in four ways.
 */
export async function lookEverywhere({ executablePath, minutes, languages, print }: Looking) {
  const until = performance.now() + minutes * 60_000
  const shown = { documents: new Map<string, { type: string; body: () => Promise<string | Buffer> }>() }
  const server = createServer(async (req, res) => {
    const [path = '/'] = (req.url ?? '/').split('?', 1)
    const found = shown.documents.get(path) ?? shown.documents.get('/404')
    if (path === '/events' || !found) return res.writeHead(204).end()
    res.writeHead(200, { 'content-type': found.type }).end(await found.body())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  const wrong: string[] = []
  let looked = 0
  let left = 0
  try {
    for (const lang of languageCodes) {
      if (languages.length > 0 && !languages.includes(lang)) continue
      const page = await opened(browser)
      for (const [state, snapshot] of Object.entries(states)) {
        publish(shown, snapshot(), lang)
        for (const path of pathsOf(state)) {
          if (performance.now() > until) left++
          else {
            await page.goto(origin + path)
            await unfold(page, 'details:not([open]) > summary')
            wrong.push(...(await look(page, `${lang} ${state} ${path}`, { everywhere: true, narrow: 320 })))
            looked++
          }
        }
      }
      await page.context().close()
      print(`${lang}: ${looked} pages looked at, ${wrong.length} wrong`)
    }
  } finally {
    await browser.close()
    server.close().closeAllConnections()
  }
  return { looked, left, wrong }
}

async function opened(browser: Browser) {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  await page.clock.setFixedTime('2026-11-22T15:46:00Z')
  await bringAxe(page)
  return page
}

const edition = readAssets(join(import.meta.dirname, '../../public'))
const entrance = {
  ...{ private: true, showName: true, password: true, mail: true, staff: '/console/enter/pageacme0001' },
  connections: [{ key: 'idp', name: 'Customer login' }],
}

function publish(
  shown: { documents: Map<string, { type: string; body: () => Promise<string | Buffer> }> },
  snapshot: Snapshot,
  lang: (typeof languageCodes)[number],
) {
  const offered = { offered: everyChannel, hasSlackApp: true }
  const page = { ...snapshot.page, language: lang, languages: [lang], content: acmeContent(), entrance, ...offered }
  const documents = documentsOf({ ...snapshot, page }, edition)
  const forms = Object.entries(readerForms({ ...snapshot, page }, edition.assets, lang))
  shown.documents = new Map([
    ...documents.map(
      ({ path, contentType, render }) =>
        [path, { type: contentType, body: async () => (await render?.()) ?? '' }] as const,
    ),
    [assetUrl('plain.css'), { type: 'text/css; charset=utf-8', body: async () => assetText('plain.css') }] as const,
    ...forms.map(([path, html]) => [path, { type: 'text/html; charset=utf-8', body: async () => html }] as const),
  ])
}

/** What stands on every page is looked at in each state; what does not follow the state, once. */
const pathsOf = (state: string): string[] =>
  state === 'degraded'
    ? ['/', '/uptime', `/incidents/${slow}`, `/incidents/${past}`, '/history', '/calendar', '/search', ...quiet]
    : state === 'planned'
      ? ['/', '/uptime', `/incidents/${plannedWork().id}`]
      : ['/', '/uptime', '/history']
const [slow, past] = [slowApi().id, pastPayments().id]
const quiet = ['/subscribe', '/sign-in', '/404', '/closed', ...readerPaths]

const withStatus = (status: 'partial_outage' | 'major_outage' | 'under_maintenance') => acmeComponents(status)
const unknown = (node: ComponentNode): ComponentNode => ({
  ...node,
  unknownSince: at('2026-11-22T15:00:00Z'),
  children: node.children.map(unknown),
})

const states: Record<string, () => Snapshot> = {
  degraded: () => acme(),
  fine,
  partial: () => acme({ components: withStatus('partial_outage') }),
  major: () => acme({ components: withStatus('major_outage'), incidents: [slowApi({ impact: 'critical' })] }),
  planned: () =>
    acme({ components: withStatus('under_maintenance'), incidents: [plannedWork({ status: 'in_progress' })] }),
  unknown: () => acme({ components: acmeComponents('operational').map(unknown), incidents: [] }),
  empty: () => acme({ components: [], incidents: [], history: [], page: { ...acme().page, timeZone: 'UTC' } }),
}
