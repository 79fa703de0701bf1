import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, statSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rightNode } from './right-node.mjs'

// node bin/pictures.mjs: takes the manual's pictures, docs/pictures/*.png, of the real program with the Acme example.
// node bin/pictures.mjs presets: of the page in each preset alone, light and dark, wide and narrow in one picture.
await rightNode()
const { findBrowser, howToInstall } = await import('./browser.mjs')
const { chromium } = await import('playwright-core')
const { spawnUpfront } = await import('../src/test/spawn.ts')
const { acmeFile, acmeTokens, newRelicIssue } = await import('../src/test/acme-file.ts')
const { startEmbedded } = await import('../src/db/embedded.ts')
const { connect } = await import('../src/db/connect.ts')
const { migrate } = await import('../src/db/migrate.ts')
const { masterKey } = await import('../src/lib/master-key.ts')
const { createLog } = await import('../src/lib/log.ts')
const { livePast, withMetrics } = await import('../src/demo/past.ts')

const out = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const token = 'pictures-0123456789abcdef'
const executablePath = await findBrowser()
if (!executablePath) throw new Error(howToInstall)
const folder = await mkdtemp(join(tmpdir(), 'upfront-pictures-'))
await chmod(folder, 0o711)
const configFile = await acmeFile(folder, withMetrics)
const env = { ...acmeTokens, UPFRONT_CONFIG: configFile, UPFRONT_ADMIN_TOKEN: token }
await giveItAPast()
const upfront = await spawnUpfront({ dataDir: join(folder, 'data'), env })
try {
  await tellTheStory()
  await takeThem()
} finally {
  await upfront.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** What the demo has behind it too. */
async function giveItAPast() {
  Object.assign(process.env, acmeTokens)
  const dataDir = join(folder, 'data')
  const log = createLog({ level: 'warn', format: 'text' })
  const database = await startEmbedded({ dataDir, log })
  const connection = connect(database.url, { log, name: 'pictures' })
  const none = () => {
    throw new Error('pictures ask nobody')
  }
  try {
    await migrate(database.url, { log })
    const secret = await masterKey(null, dataDir)
    const settings = { url: 'http://127.0.0.1', secret, mailFrom: null }
    const base = { db: connection.db, now: () => new Date(), random: randomBytes, http: none, dns: none, log, settings }
    await livePast(base, configFile)
  } finally {
    await connection.end()
    await database.stop()
  }
}

/** Errors in Europe that are told already, slow answers in the US that are held, refused payments that wait for a person. */
async function tellTheStory() {
  const minutes = (ago) => new Date(Date.now() - ago * 60_000).toISOString()
  const alert = (labels, summary, ago, fingerprint) => ({
    status: 'firing',
    labels,
    annotations: { summary },
    startsAt: minutes(ago),
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint,
  })
  const alertmanager = (alerts) =>
    post(`/hooks/alertmanager/${acmeTokens.ALERTMANAGER_HOOK_TOKEN}`, { version: '4', groupKey: 'acme', alerts })
  const errors = { alertname: 'HighErrorRate', region: 'eu', service: 'api', severity: 'critical' }
  await alertmanager([alert(errors, 'One in ten requests to the API in Europe fails', 4, 'eu')])
  const refused = { alertname: 'PaymentsRefused', service: 'payments', severity: 'critical' }
  await alertmanager([alert(refused, 'More than 2 % of card payments are refused', 1, 'payments')])
  await post(
    `/hooks/newrelic/${acmeTokens.NEWRELIC_HOOK_TOKEN}`,
    JSON.parse(newRelicIssue({ id: 'slow', state: 'ACTIVATED', at: new Date() })),
  )
}

async function post(path, body) {
  const answer = await fetch(upfront.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
}

async function takeThem() {
  mkdirSync(out, { recursive: true })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' })
    await takePresets(browser)
    if (process.argv.includes('presets')) return
    await page.goto(upfront.url)
    await page.getByText('Requests to API · Europe are failing').first().waitFor()
    await page.setViewportSize({ width: 1280, height: 1500 })
    await take(page, 'page.png')
    await page.setViewportSize({ width: 1280, height: 900 })
    await signIn(page)
    await take(page, 'console.png')
  } finally {
    await browser.close()
  }
}

/** The preview that the console shows: wide and narrow, light and dark in one picture; the same renderer, one of every state. */
async function takePresets(browser) {
  const { presetKeys } = await import('../src/appearance/presets/index.ts')
  const page = await browser.newPage({ deviceScaleFactor: 1 })
  for (const preset of presetKeys) {
    const shots = []
    for (const [width, height] of [
      [960, 1400],
      [360, 1400],
    ])
      for (const look of ['light', 'dark']) {
        const answer = await fetch(
          `${upfront.url}/console/settings/pages/acme/appearance/preview?preset=${preset}&look=${look}`,
          { headers: { authorization: `Bearer ${token}` } },
        )
        if (!answer.ok) throw new Error(`${preset}: ${answer.status} ${await answer.text()}`)
        await page.setViewportSize({ width, height })
        await page.setContent(await answer.text())
        shots.push([width / 2, (await page.screenshot()).toString('base64')])
      }
    await page.setViewportSize({ width: 1320, height: 700 })
    await page.setContent(
      `<body style="margin:0;display:flex">${shots.map(([width, shot]) => `<img width="${width}" src="data:image/png;base64,${shot}">`).join('')}`,
    )
    await take(page, `preset-${preset}.png`)
  }
  await page.close()
}

async function signIn(page) {
  await page.goto(upfront.setupLink)
  await page.getByLabel('name', { exact: false }).first().fill('Kim Okafor')
  await page.locator('input[type=email]').fill('kim@acme.example')
  await page.locator('input[type=password]').first().fill('a lantern in the harbour')
  await page.locator('form button[type=submit], form button:not([type])').first().click()
  await page.waitForURL('**/console')
}

async function take(page, name) {
  await page.screenshot({ path: join(out, name), animations: 'disabled' })
  console.log(`docs/pictures/${name}: ${Math.round(statSync(join(out, name)).size / 1024)} KB`)
}
