import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Content } from '../content/schema.ts'
import { acmeContent } from '../test/acme-content.ts'
import { acme } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { readAssets } from './assets.ts'
import { documentsOf } from './documents.ts'
import { openSite } from './site/site.ts'

const edition = readAssets(join(import.meta.dirname, '../../public'))
const chat = { provider: 'crisp', id: '8a5b7c6d-0000-4000-8000-1a2b3c4d5e6f' } as const
const analytics: Content['analytics'] = [{ provider: 'ga4', id: 'G-A1B2C3D4E5' }]
const written = (content: Content) => {
  const snapshot = acme()
  return documentsOf({ ...snapshot, page: { ...snapshot.page, content } }, edition)
}
const textOf = (render: (() => unknown) | null) => {
  const body = render?.()
  return typeof body === 'string' ? body : ''
}

test('the island and its policy are on the same pages: those with news', () => {
  const documents = written(acmeContent({ chat, analytics }))
  const html = documents.filter(({ contentType, render }) => contentType.startsWith('text/html') && render)
  const with_ = html.filter(({ render }) => textOf(render).includes('id="visit"')).map(({ path }) => path)
  assert.deepEqual(
    with_,
    html.filter(({ allows }) => allows).map(({ path }) => path),
  )
  for (const path of ['/', '/history', '/incidents/slowapi00000', '/uptime']) assert.ok(with_.includes(path), path)
  for (const path of ['/subscribe', '/404', '/embed', '/search', '/sign-in']) assert.ok(!with_.includes(path), path)
  assert.ok(documents.some(({ path }) => path === edition.assets.visit))
})

test('a page without providers has neither, nor the file', () => {
  for (const { path, render, allows } of written(acmeContent())) {
    assert.equal(allows, undefined, path)
    assert.notEqual(path, edition.assets.visit)
    if (path.startsWith('/assets/')) continue
    assert.doesNotMatch(textOf(render), /visit-|data-visit|id="ask"/, path)
  }
})

test('what the island is told is the providers and nothing more', () => {
  const page = textOf(written(acmeContent({ chat, analytics })).find(({ path }) => path === '/')?.render ?? null)
  const [tag = ''] = /<script type="module"[^>]*>/.exec(page) ?? []
  assert.equal(
    tag.replaceAll('&quot;', '"'),
    `<script type="module" src="${edition.assets.visit}" id="visit" data-page="pageacme0001" data-chat="${JSON.stringify(chat)}" data-counts="[{"provider":"ga4","id":"G-A1B2C3D4E5","host":"","asks":true}]">`,
  )
  assert.equal(page.match(/data-visit="chat"/g)?.length, 2)
  assert.match(page, /<section class="ask"[^>]* hidden>/)
})

test('the policy is that of the page after a start from disk too', async () => {
  const folder = await testFolder()
  const site = await openSite({ slug: 'acme', folder, random: seededRandom() })
  await site.publish(written(acmeContent({ chat })), 1)
  await site.settled()
  const again = await openSite({ slug: 'acme', folder, random: seededRandom() })
  const policyOf = async (path: string) => {
    const headers = (await again.find(path))?.plain.headers ?? []
    return headers[headers.indexOf('Content-Security-Policy') + 1] ?? ''
  }
  assert.match(await policyOf('/'), /script-src 'self' https:\/\/client\.crisp\.chat;/)
  assert.doesNotMatch(await policyOf('/subscribe'), /crisp/)
  await again.publish(written(acmeContent()), 2)
  assert.doesNotMatch(await policyOf('/'), /crisp/)
  await again.settled()
})
