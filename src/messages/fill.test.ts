import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markdownToText, renderMarkdown } from '../lib/markdown.ts'
import { fill } from './fill.ts'
import { valuesFor } from './values.ts'

const at = new Date('2026-03-01T09:30:00Z')
const values = valuesFor({
  now: at,
  page: { name: 'Acme *status*', url: 'https://status.acme.example/', timeZone: 'UTC' },
  component: { name: 'API <v2>', description: null },
  alert: {
    title: '**Down**: https://evil.example',
    summary: '# Now\n\n- a\n- b',
    severity: null,
    url: 'https://monitor.acme.example/a_b',
    source: 'monitoring',
    labels: { job: 'node_exporter' },
  },
  startedAt: at,
  endedAt: null,
  nextUpdateAt: new Date('2026-03-01T10:00:00Z'),
})

test('a title is plain text: its values stay as they are', () => {
  assert.equal(fill('{{component.name}}: {{alert.title}}', 'title', values), 'API <v2>: **Down**: https://evil.example')
})

test('a body is Markdown, in which values are words; page and post have them as the monitoring sent them', () => {
  const body = fill('*{{component.name}}* on {{page.name}}: {{alert.title}} {{alert.summary}}', 'resolved', values)
  assert.equal(
    renderMarkdown(body).__html,
    '<p><em>API &lt;v2&gt;</em> on Acme *status*: **Down**: https://evil.example # Now - a - b</p>',
  )
  assert.equal(markdownToText(body), 'API <v2> on Acme *status*: **Down**: https://evil.example # Now - a - b')
})

test('what most texts say needs no backslash', () => {
  assert.equal(
    fill('{{alert.labels.job}}, next by {{nextUpdateAt}} at {{page.url}}, [more]({{alert.url}})', 'monitoring', values),
    'node_exporter, next by 10:00 UTC at https://status.acme.example/, [more](https://monitor.acme.example/a_b)',
  )
})
