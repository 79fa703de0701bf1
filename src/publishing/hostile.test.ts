import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attacks, hostile } from '../test/hostile-snapshot.ts'
import { readCalendar } from '../test/strict-calendar.ts'
import { readXml } from '../test/strict-xml.ts'
import { documentsOf } from './documents.ts'

const edition = { assets: { style: '/assets/a.css', script: '/assets/a.js' }, files: [], edition: 'one' }
const written = (text: string) =>
  documentsOf(hostile(text), edition).flatMap((one) => {
    const body = one.render!()
    return typeof body === 'string' ? [{ ...one, body: body.toWellFormed() }] : []
  })

// S-XSS-1: files of readers, feeds as well-formed XML among them. In a browser: page.browser.test.ts and embed.browser.test.ts.
test('no text of any field becomes markup in any file', () => {
  for (const attack of attacks) {
    for (const { path, contentType, body } of written(attack)) {
      if (contentType.includes('json')) JSON.parse(body)
      else if (contentType.includes('xml')) readXml(body)
      else if (contentType.includes('calendar')) readCalendar(body)
      else if (contentType.includes('html')) {
        for (const [, about] of body.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g))
          JSON.parse(about!)
        assert.equal(body.match(/<script(?! type="application\/ld\+json">\{)/g)?.length, 1, `${path} ${attack}`)
        assert.doesNotMatch(
          body,
          /<(img|iframe|style|base|form action=\/\/|math|svg onload|mglyph|object|embed)/i,
          `${path} ${attack}`,
        )
        for (const [tag] of body.matchAll(/<[a-z][^>]*>/gi))
          assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), / on\w+=|javascript:/i, tag)
        for (const [, link] of body.matchAll(/(?:href|action|src)="([^"]*)"/g))
          assert.match(link!, /^(\/|#|https?:|mailto:|data:image\/svg)/, path)
      }
    }
  }
})
