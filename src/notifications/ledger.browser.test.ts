import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { html } from '../lib/html.ts'
import { testBrowser } from '../test/browser.ts'
import type { Delivery } from './ledger.ts'
import { deliveryTable } from './view.ts'

const browser = await testBrowser()
const css = ['base.css', 'console.css', 'console-set-up.css']
  .map((name) => readFileSync(new URL(`../../public/${name}`, import.meta.url), 'utf8'))
  .join('\n')
const now = new Date('2026-03-01T09:00:00Z')

test('a title without a space leaves room for why somebody was not told', async () => {
  const row: Delivery = {
    id: 'd',
    state: 'skipped',
    reason: 'does not follow an affected component',
    detail: null,
    channel: 'email',
    label: null,
    together_with: null,
    attempts: 0,
    next_attempt_at: null,
    sent_at: null,
    created_at: now,
    email: 'somebody.with.a.name@customer.example',
    subscriber_id: 's',
    update_id: 'u',
    page_id: 'p',
    incident_id: 'i',
    number: 1,
    kind: 'update',
    title: 'x'.repeat(500),
    status: 'investigating',
  }
  const table = deliveryTable([row], { zone: 'UTC', now }, null, html``)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.setContent(
    `<style>${css}</style><header class="sidebar"></header><div class="stage"><main id="main">${table.__html}</main></div>`,
  )
  const lines = await page.locator('[data-label="Why"] a').evaluate((link) => link.getClientRects().length)
  assert.ok(lines <= 3, `${lines} lines`)
  assert.ok(await page.evaluate<boolean>('document.documentElement.scrollWidth <= 1280'))
})
