import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { verbs } from '../cli/verbs.ts'
import { allRoutes } from '../routes.ts'
import { sources } from '../sources/index.ts'
import { filesBelow, isTest, read, root } from '../test/code.ts'
import { blocks, blocksIn, filled } from './blocks.ts'

const documents = [...filesBelow('*.md'), ...filesBelow('{docs,examples,deploy}/**/*.md')]
const guides = documents.filter((path) => !path.startsWith('docs/adr/') && path !== 'CHANGELOG.md')
const everything = guides.map(read).join('\n')

test('what the program knows by itself stands in the manual as it is: else run node bin/manual.mjs', () => {
  const known = blocks()
  const stale = filesBelow('docs/*.md').filter((path) => filled(read(path), known) !== read(path))
  assert.deepEqual(stale, [])
})

test('each source has its section in docs/sources.md, with what is understood of it', () => {
  const page = read('docs/sources.md')
  assert.deepEqual(
    sources.map(({ kind }) => `source ${kind}`).filter((name) => !blocksIn(page).includes(name)),
    [],
  )
  const bare = sources.filter(({ name, kind }) => {
    const section = page.split(/^## /m).find((text) => text.startsWith(`${name}\n`)) ?? ''
    return !section.includes(`<!-- source ${kind}:`) || (section.split('<!-- end -->')[1] ?? '').trim().length < 40
  })
  assert.deepEqual(
    bare.map(({ kind }) => kind),
    [],
  )
})

test('each variable of the environment is in the table of docs/operations.md, and no other', () => {
  const named = [...read('src/config.ts').matchAll(/^ {4}([A-Z][A-Z0-9_]+): /gm)].map(([, name]) => name).sort()
  assert.ok(named.length > 10)
  const table = read('docs/operations.md').split('## Environment')[1]?.split('\n## ')[0] ?? ''
  const documented = [...table.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name).sort()
  assert.deepEqual(documented, named)
})

test('each metric is in docs/operations.md, and no other', () => {
  const code = filesBelow('src/**/*.ts').filter((path) => !isTest(path))
  const made = code.flatMap((path) => [
    ...read(path).matchAll(/\b(counter|gauges?|histogram)\(\s*'(upfront_[a-z_]+)'/g),
  ])
  const names = made.map(([, type, name]) => (type === 'counter' ? `${name}_total` : name)).sort()
  const documented = [...read('docs/operations.md').matchAll(/^\| `(upfront_[a-z_]+)` \|/gm)].map(([, name]) => name)
  assert.deepEqual(documented.sort(), names)
})

test('each command that the manual shows is one', () => {
  const names = Object.keys(verbs)
  const shown = [...everything.matchAll(/bin\/upfront ((?:[a-z]+)(?: [a-z]+)?)/g)].map(([, words]) => words ?? '')
  const unknown = shown.filter((words) => !names.includes(words) && !names.includes(words.split(' ')[0] ?? ''))
  assert.ok(shown.length > 20)
  assert.deepEqual([...new Set(unknown)], [])
})

test('each script that the manual shows is in package.json', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const shown = [...everything.matchAll(/npm (?:run ([a-z]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own ?? '')
  const known = [...Object.keys(scripts), 'ci', 'scripts']
  assert.deepEqual(
    [...new Set(shown)].filter((name) => !known.includes(name)),
    [],
  )
})

test('each address of the API, the console and the hooks that the manual shows is one', () => {
  const paths = allRoutes({ accounts: createAccounts() }).map(({ path }) => path)
  const shapes = paths.map((path) => new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`))
  const shown = [...everything.matchAll(/(?<![\w.])(\/(?:api\/v1|console|hooks)(?:\/[\w{}<>$.-]+)*)/g)]
  const wrong = shown
    .map(([, path]) => (path ?? '').replace(/\.$/, ''))
    .filter((path) => !['/api/v1', '/hooks'].includes(path) && !shapes.some((shape) => shape.test(path)))
  assert.ok(shown.length > 60)
  assert.deepEqual([...new Set(wrong)], [])
})

test('each link to a file or a heading leads somewhere', () => {
  const dead = documents.flatMap((path) =>
    [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => !leadsSomewhere(path, target))
      .map((target) => `${path}: ${target}`),
  )
  assert.deepEqual(dead, [])
})

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', heading] = target.split('#')
  const path = file === '' ? from : posix.join(posix.dirname(from), file)
  if (!existsSync(join(root, path))) return false
  return heading === undefined || headings(read(path)).includes(heading)
}

/** As GitHub makes them. */
const headings = (page: string) =>
  [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    (text ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

const withoutCode = (page: string) => page.replace(/^```[\s\S]*?^```/gm, '')

test('decisions are numbered without a gap, each with its number in its title', () => {
  const files = filesBelow('docs/adr/*.md')
  assert.ok(files.length > 3)
  files.forEach((path, index) => {
    assert.match(path, new RegExp(`^docs/adr/${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`))
    assert.match(read(path), new RegExp(`^# ${index + 1}\\. \\S`))
  })
})

test('each library has its reason in a decision', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  const reasons = filesBelow('docs/adr/*.md').map(read).join('\n').toLowerCase()
  const silent = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !name.startsWith('@types/') && !reasons.includes(name.replace('@biomejs/', '')),
  )
  assert.deepEqual(silent, [])
})

test('nobody is shouted at', () => {
  const loud = documents.filter((path) => /[a-z]!(\s|$)/m.test(withoutCode(read(path))))
  assert.deepEqual(loud, [])
})
