import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { acme } from '../../test/acme-snapshot.ts'
import { testBrowser } from '../../test/browser.ts'
import { attacks, hostile } from '../../test/hostile-snapshot.ts'
import { publishedSite, serveUntilTheEnd } from '../../test/published-site.ts'

const { answer, publish } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const browser = await testBrowser()

async function openPage(options = {}) {
  const context = await browser.newContext(options)
  after(() => context.close())
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('dialog', (dialog) => {
    wrong.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!/^(data:image\/svg|http:\/\/127\.0\.0\.1:)/.test(request.url())) wrong.push(`asked for ${request.url()}`)
  })
  page.on('console', (message) => message.text().includes('Content Security Policy') && wrong.push(message.text()))
  return { page, wrong }
}

test('from the history to an incident, by keyboard and without script', async () => {
  await publish(acme())
  const { page } = await openPage({ javaScriptEnabled: false })
  await page.goto(`${origin}/history`)
  await page.locator('input[type=search]').fill('refused')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?q=refused')
  assert.equal(await page.locator('h2.found').textContent(), 'One result for “refused”')
  assert.equal(await page.locator('.hits mark').first().textContent(), 'refused')
  await page.locator('.hits a').press('Enter')
  await page.waitForURL('**/incidents/payfail00000')
})

test('no question runs anything, whatever the page holds', async () => {
  const { page, wrong } = await openPage()
  await publish(hostile(attacks.join('\n\n')))
  for (const attack of attacks.slice(0, 8)) {
    await page.goto(`${origin}/search?q=${encodeURIComponent(attack.slice(0, 200).toWellFormed())}`)
    assert.equal(await page.locator('main script, main img, main iframe, main base').count(), 0, attack)
  }
  assert.deepEqual(wrong, [])
})
