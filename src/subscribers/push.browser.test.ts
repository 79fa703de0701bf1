import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { vapidKeys } from '../lib/vapid.ts'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { publishedSite } from '../test/published-site.ts'
import { until } from '../test/until.ts'
import { assetText } from '../web/assets.ts'

const { answer, publish } = await publishedSite()
const snapshot = acme()
await publish({ ...snapshot, page: { ...snapshot.page, offered: ['email', 'web-push'] } })
const asked: { method: string; body: Record<string, unknown> }[] = []
let keys = vapidKeys(Buffer.alloc(32, 7))

/** The published page, and what the router would answer below it. */
const server = createServer(async (req, res) => {
  const script = /^\/subscribe\/(push(?:-worker)?\.js)$/.exec(req.url ?? '')?.[1]
  if (script) return void res.setHeader('content-type', 'text/javascript').end(assetText(script))
  if (req.url !== '/subscribe/push') return void answer(req, res)
  if (req.method === 'GET') return void res.end(JSON.stringify({ key: keys.publicKey }))
  asked.push({ method: req.method ?? '', body: JSON.parse(Buffer.concat(await req.toArray()).toString('utf8')) })
  res.writeHead(202).end()
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
after(() => void server.close().closeAllConnections())
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await testBrowser({ whole: true })

/** Push services cannot be reached: in their place the browser makes a subscription up and keeps it in the page's storage. */
const pushService = () => {
  const made = (key: string | null) =>
    key && {
      options: { applicationServerKey: Uint8Array.from(JSON.parse(key)).buffer },
      toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => localStorage.removeItem('pushed'),
    }
  Object.assign(PushManager.prototype, {
    getSubscription: async () => made(localStorage.getItem('pushed')),
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      localStorage.setItem('pushed', JSON.stringify([...applicationServerKey]))
      return made(localStorage.getItem('pushed'))
    },
  })
}

async function visit(allowed: boolean) {
  const context = await browser.newContext({ permissions: allowed ? ['notifications'] : [] })
  after(() => context.close())
  await context.addInitScript(pushService)
  const page = await context.newPage()
  await page.goto(`${origin}/subscribe`)
  await page.locator('#push').waitFor()
  asked.length = 0
  return { context, page, button: page.locator('#push button'), said: page.locator('#push [role=status]') }
}

test('a click subscribes, another ends it; a new key of ours is taken over at the next visit', async () => {
  keys = vapidKeys(Buffer.alloc(32, 7))
  const { page, button, said } = await visit(true)
  await button.click()
  await said.getByText('This browser gets notifications.').waitFor()
  const subscribed = {
    method: 'POST',
    body: { endpoint: 'https://push.example/1', p256dh: 'p', auth: 'a', components: [] },
  }
  assert.deepEqual(asked, [subscribed])
  keys = vapidKeys(Buffer.alloc(32, 8))
  await page.reload()
  await until(async () => asked.length === 3)
  assert.deepEqual(
    asked.map(({ method }) => method),
    ['POST', 'DELETE', 'POST'],
  )
  await button.getByText('No more notifications').click()
  await button.getByText('Notify me in this browser').waitFor()
  assert.equal(asked.at(-1)?.method, 'DELETE')
})

test('a browser that was given another address tells it to the page, with what it had chosen', async () => {
  keys = vapidKeys(Buffer.alloc(32, 7))
  const { context, button, said } = await visit(true)
  await button.click()
  await said.getByText('This browser gets notifications.').waitFor()
  const worker = await until(async () => context.serviceWorkers()[0] ?? null)
  // As the browser would say it; its own event cannot be made by a script.
  await worker.evaluate(`(() => {
    const made = (endpoint) => ({ toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }) })
    const event = new ExtendableEvent('pushsubscriptionchange')
    const both = { oldSubscription: made('https://push.example/1'), newSubscription: made('https://push.example/2') }
    self.dispatchEvent(Object.defineProperties(event, Object.getOwnPropertyDescriptors({ ...both, waitUntil() {} })))
  })()`)
  await until(async () => asked.length === 3)
  assert.deepEqual(
    asked.slice(1).map(({ method, body }) => [method, body.endpoint, body.components]),
    [
      ['DELETE', 'https://push.example/1', []],
      ['POST', 'https://push.example/2', []],
    ],
  )
})

test('where the browser says no, the page says what to do, and nothing is sent', async () => {
  const { button, said } = await visit(false)
  await button.click()
  await said.getByText('does not allow').waitFor()
  assert.deepEqual(asked, [])
})

test('what is pushed is shown, and a newer one takes the place of the older', async () => {
  const { context, page, button, said } = await visit(true)
  await button.click()
  await said.getByText('This browser gets notifications.').waitFor()
  const session = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL === `${origin}/subscribe/`)
      if (found) resolve(found.registrationId)
    }),
  )
  await session.send('ServiceWorker.enable')
  const registrationId = await registered
  const shown = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/subscribe/push-worker.js')
      const all = (await registration?.getNotifications()) ?? []
      return all.map(({ title, body, data }) => ({ title, body, url: data.url }))
    })
  for (const body of ['We look into it.', 'It is fixed.']) {
    const url = `${origin}/incidents/1`
    const data = JSON.stringify({ title: 'Acme Cloud: Slow', body, url, tag: 'thread', lang: 'en' })
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
    await until(async () => (await shown())[0]?.body === body)
    assert.deepEqual(await shown(), [{ title: 'Acme Cloud: Slow', body, url }])
  }
})
