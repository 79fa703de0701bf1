import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../../lib/html.ts'
import { table } from './tables.ts'

test('a label that a phone needs stands with its value, and with nothing where there is none', () => {
  const { __html } = table({
    caption: 'Incidents',
    columns: [
      { label: 'Incident', kind: 'main' },
      { label: 'Next update', kind: 'aside', labelled: true },
    ],
    rows: [{ href: '/one', cells: ['It broke', 'in 12:00'] }, { cells: ['It is over', null] }],
    empty: html`<p>None</p>`,
  })
  assert.match(__html, /<td role="cell" class="main" data-label="Incident"><a href="\/one" class="row-link">It broke</)
  assert.match(__html, /<td role="cell" class="aside labelled" data-label="Next update">in 12:00</)
  assert.match(__html, /<td role="cell" class="aside" data-label="Next update"><\/td>/)
})
