import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { acme, fine } from '../../test/acme-snapshot.ts'
import { testBrowser } from '../../test/browser.ts'
import { publishedSite, serveUntilTheEnd } from '../../test/published-site.ts'

const { answer, publish } = await publishedSite()
const status = await serveUntilTheEnd(answer)
const script = readFileSync(
  join(import.meta.dirname, '../../../node_modules/@statuspage/status-widget/dist/src.77de5100.js'),
)
/** A customer's site that has had Statuspage's own widget for years, and changes its address alone. */
const shop = await serveUntilTheEnd((req, res) => {
  if (req.url === '/widget.js') return void res.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  res.end(`<!doctype html><title>Shop</title><statuspage-widget src="${status}"></statuspage-widget>
<statuspage-widget src="${status}" appearance="badge"></statuspage-widget><script src="/widget.js"></script>`)
})
const browser = await testBrowser()

async function widgets(): Promise<string[]> {
  const page = await browser.newPage()
  await page.goto(shop)
  await page.waitForFunction(() =>
    [...document.querySelectorAll('statuspage-widget')].every((one) => /\w/.test(one.shadowRoot?.textContent ?? '')),
  )
  const texts = await page
    .locator('statuspage-widget')
    .evaluateAll((all) => all.map((one) => one.shadowRoot?.textContent ?? ''))
  await page.close()
  return texts
}

test('Statuspage’s own widget reads the page, unchanged', async () => {
  await publish(fine())
  for (const text of await widgets()) assert.match(text, /All Systems Operational/)
  await publish(acme())
  for (const text of await widgets()) assert.match(text, /Partially Degraded Service/)
})
