import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cases } from './mistake.cases.ts'
import { WrongConfiguration } from './mistake.ts'
import { readConfiguration } from './read.ts'
import { type Known, nothingKnown } from './references.ts'

const secret = 'a-token-that-nobody-may-see'
const environment = (name: string) => ({ HOOK_TOKEN: secret, SHORT: 'tooshort', EMPTY: '' })[name]
const read = (text: string, known: Known = nothingKnown) => readConfiguration('f.yaml', text, environment, known)

function mistakesIn(text: string, known?: Known): string[] {
  try {
    read(text, known)
    return []
  } catch (error) {
    if (!(error instanceof WrongConfiguration)) throw error
    return error.message.split('\n')
  }
}

for (const [name, text, line] of cases)
  test(`a mistake has its place: ${name}`, () => {
    const lines = mistakesIn(text)
    if (typeof line === 'string') assert.deepEqual(lines, [line])
    else assert.match(lines.join('\n'), line)
    assert.equal(lines.length, 1, lines.join('\n'))
  })

test('every mistake is named at once, in the order of the file', () => {
  const lines = mistakesIn(`version: 1
pages:
  - slug: acme
    nmae: Acme
rules:
  - name: R
    match: {}
    component: nothing
    publish: { mode: hold }
sources:
  - { key: s, kind: newrelic, token: "\${NOT_SET}" }
`)
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(0, 2).join(' ')),
    [
      'f.yaml:3:5 pages[0].name:',
      'f.yaml:4:5 pages[0].nmae:',
      'f.yaml:8:16 rules[0].component:',
      'f.yaml:9:14 rules[0].publish.for:',
      'f.yaml:11:38 sources[0].token:',
    ],
  )
})

test('a file may refer to what is there without naming it', () => {
  const known: Known = {
    pages: [
      { slug: 'old', components: ['db'] },
      { slug: 'other', components: ['db'] },
    ],
    messages: [{ key: 'm', texts: ['again by {{nextUpdateAt}}'] }],
    sources: [{ key: 's', kind: 'json' }],
  }
  const text = (more: string) =>
    `version: 1\nrules: [{ name: R, match: {}, component: db, publish: { mode: auto }, ${more} }]`
  assert.deepEqual(mistakesIn(text('page: old'), known), [])
  assert.match(
    mistakesIn(text('flapWindow: 0s'), known).join(),
    /expected a page beside it: old, other each have a component "db"/,
  )
  assert.match(mistakesIn(text('page: old, message: m'), known).join(), /expected nextUpdateEvery/)
  assert.match(
    mistakesIn('version: 1\nsources: [{ key: s, kind: newrelic }]', known).join(),
    /expected json, which the source "s" is/,
  )
})

test('values come from the environment once, and never become structure', () => {
  const name = (text: string, value?: string) =>
    readConfiguration('f', `version: 1\npages: [{ slug: a, name: ${text} }]`, () => value, nothingKnown).pages?.[0]
      ?.name
  assert.equal(name('"Acme ${NAME}"', '${NAME}'), 'Acme ${NAME}')
  assert.equal(name('"${NAME}"', '{ slug: b }'), '{ slug: b }')
  assert.equal(name('"costs $${NAME}"'), 'costs ${NAME}')
})

test('what the environment filled in is never shown', () => {
  const text =
    'version: 1\npages: [{ slug: "${HOOK_TOKEN}/", name: A }]\nrules: [{ name: R, match: {}, publish: { mode: auto }, component: "${HOOK_TOKEN}", message: "${HOOK_TOKEN}" }]\nsources: [{ key: a, kind: "${HOOK_TOKEN}", token: "${HOOK_TOKEN}" }, { key: "${HOOK_TOKEN} ", kind: json, token: "${HOOK_TOKEN}" }]'
  const lines = mistakesIn(text).join('\n')
  assert.match(lines, /found "\$\{HOOK_TOKEN\}\/"/)
  assert.doesNotMatch(lines, new RegExp(secret))
})

test('hostile files are refused in a moment', () => {
  const bomb = `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}`
  const started = performance.now()
  assert.match(mistakesIn(bomb).join(), /expected at most 100 uses of anchors/)
  assert.match(mistakesIn(`version: ${'['.repeat(100_000)}`).join(), /expected at most 100 levels of brackets/)
  assert.match(mistakesIn(`version: 1 # ${'x'.repeat(1_000_000)}`).join(), /expected a file of 1 MB at most/)
  assert.equal(mistakesIn(`version: 1\n${'a: 1\n'.repeat(20_000)}`).length, 101)
  const fields = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`)
  assert.equal(mistakesIn(`version: 1\n${fields.join('\n')}`).length, 100)
  assert.match(mistakesIn('version: 1\n__proto__: { a: 1 }').join(), /__proto__: unknown field/)
  assert.ok(performance.now() - started < 60_000, 'what grows with a power of the file takes hours')
})

test('JSON is YAML too', () => {
  assert.equal(read('{"version":1,"pages":[{"slug":"a","name":"A"}]}').pages?.[0]?.slug, 'a')
})

test('the Acme example has no mistake', () => {
  const text = readFileSync(join(import.meta.dirname, '../../examples/acme/upfront.yaml'), 'utf8')
  const file = readConfiguration('upfront.yaml', text, (name) => `${name}-0123456789`, nothingKnown)
  assert.equal(file.rules?.length, 6)
})
