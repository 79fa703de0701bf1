import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrast } from '../../appearance/colour.ts'
import { acme, fine } from '../../test/acme-snapshot.ts'
import { attacks } from '../../test/hostile-snapshot.ts'
import { readXml } from '../../test/strict-xml.ts'
import { frameOf } from '../frame.ts'
import { badgeStyles, badgeSvg } from './badge.ts'

const frame = (snapshot = acme()) => frameOf(snapshot, { style: '/a.css', script: '/a.js' })

test('each style is well-formed and says the same, whatever the page is called', () => {
  for (const style of Object.values(badgeStyles)) {
    assert.deepEqual(readXml(badgeSvg(frame(fine()), style)).texts('title'), ['Acme Cloud: working'])
    for (const name of attacks) readXml(badgeSvg(frame(acme({ page: { ...acme().page, name } })), style))
  }
})

test('the styles differ in what they are for', () => {
  const all = Object.values(badgeStyles).map((style) => badgeSvg(frame(), style))
  assert.equal(new Set(all).size, 4)
  assert.match(badgeSvg(frame(), badgeStyles['/badge-large.svg']), /height="28"[\s\S]*>DEGRADED</)
  assert.match(badgeSvg(frame(), badgeStyles['/badge-flat.svg']), /rx="0"/)
})

test('what is written can be read in every style and state', () => {
  for (const [path, { label, ink, colours }] of Object.entries(badgeStyles)) {
    assert.ok(contrast(label.ink, label.ground) >= 4.5, path)
    for (const [tone, ground] of Object.entries(colours)) assert.ok(contrast(ink, ground) >= 4.5, `${path} ${tone}`)
  }
})
