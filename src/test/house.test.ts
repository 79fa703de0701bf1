import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CodeFile, codeFiles, filesBelow, isTest, read } from './code.ts'

// ARCHITECTURE.md says where things are and which way imports go; here it is kept true.

const files = codeFiles()
const program = files.filter(({ path }) => !isTest(path))

/** What each part may import beside itself. Everything that is not named is a feature. */
const mayImport: Record<string, readonly string[]> = {
  program: ['composition', 'feature', 'plugin', 'web', 'queue', 'db', 'config', 'lib'],
  composition: ['feature', 'plugin', 'web', 'queue', 'db', 'lib'],
  feature: ['plugin', 'web', 'queue', 'db', 'lib'],
  plugin: ['lib'],
  web: ['db', 'lib'],
  queue: ['db', 'lib'],
  db: ['lib'],
  config: ['lib'],
  lib: [],
}

const parts: Record<string, string> = {
  ...{
    'main.ts': 'program',
    'serve.ts': 'program',
    'router.ts': 'program',
    'prepare.ts': 'program',
    'work.ts': 'program',
    'process.ts': 'program',
  },
  ...{ cli: 'program', demo: 'program', manual: 'program' },
  ...{ 'routes.ts': 'composition', 'operator-routes.ts': 'composition', 'reader-routes.ts': 'composition' },
  ...{ 'jobs.ts': 'composition' },
  ...{ sources: 'plugin', channels: 'plugin' },
  ...{ 'config.ts': 'config', 'config-values.ts': 'config' },
  ...{ web: 'web', queue: 'queue', db: 'db', lib: 'lib' },
}

const partOf = (path: string) => parts[path.split('/')[1] ?? ''] ?? 'feature'

test('imports go one way: program, composition, features, plugins, web and queue, db, lib', () => {
  const wrong = program.flatMap(({ path, imports }) =>
    imports
      .filter((to) => partOf(to.path) !== partOf(path) && !mayImport[partOf(path)]?.includes(partOf(to.path)))
      // The types of the tables are what `ctx.db` is made of; nothing of it exists when the program runs.
      .filter((to) => !(to.isType && to.path === 'src/db/schema.ts'))
      .map((to) => `${path} imports ${to.path}`),
  )
  assert.deepEqual(wrong, [])
})

test('one plugin knows nothing of another family of plugins', () => {
  const families = ['sources', 'channels']
  const familyOf = (path: string) => families.find((family) => path.startsWith(`src/${family}/`))
  assert.deepEqual(
    crossings((from, to) => Boolean(familyOf(from) && familyOf(to) && familyOf(from) !== familyOf(to))),
    [],
  )
})

test('whoever changes something records an event and does not know who hears of it', () => {
  const hears = /^src\/notifications\//
  const changes = /^src\/(incidents|maintenances|drafts|alerts|rules|components|pages|messages|hooks|events)\//
  assert.deepEqual(
    crossings((from, to) => changes.test(from) && hears.test(to)),
    [],
  )
})

const crossings = (isCrossing: (from: string, to: string) => boolean) =>
  program.flatMap(({ path, imports }) =>
    imports.filter((to) => isCrossing(path, to.path)).map((to) => `${path} imports ${to.path}`),
  )

test('no files import each other in a circle', () => {
  const known = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (file: CodeFile, above: readonly string[]) => {
    if (above.includes(file.path)) circles.push([...above.slice(above.indexOf(file.path)), file.path].join(' → '))
    if (done.has(file.path) || above.includes(file.path)) return
    for (const to of file.imports.filter(({ isType }) => !isType)) {
      const next = known.get(to.path)
      assert.ok(next, `${file.path} imports ${to.path}, which is not there`)
      visit(next, [...above, file.path])
    }
    done.add(file.path)
  }
  for (const file of files) visit(file, [])
  assert.deepEqual(circles, [])
})

test('a start loads nothing of console and API: they come with the first operator', () => {
  const known = new Map(files.map((file) => [file.path, file]))
  const loaded = new Set([
    'src/main.ts',
    'src/router.ts',
    'src/prepare.ts',
    'src/work.ts',
    'src/publishing/documents.ts',
  ])
  // A set also goes through what is added to it meanwhile.
  for (const path of loaded)
    for (const to of known.get(path)?.imports ?? []) if (!to.isType && !to.isLate) loaded.add(to.path)
  const forOperators = /^src\/(operator-routes\.ts$|web\/console\/|(?!lib\/)[^/]+\/(api|(.+-)?console(-.+)?)\.ts$)/
  assert.deepEqual(
    [...loaded].filter((path) => forOperators.test(path)),
    [],
  )
})

test('no file is longer than 300 lines', () => {
  const written = [
    ...filesBelow('src/**/*.ts'),
    ...filesBelow('{bin,bench}/**/*.{ts,mjs}'),
    ...filesBelow('public/*.js'),
  ]
  // Written by a program.
  const long = written
    .filter((path) => path !== 'src/db/schema.ts' && !path.startsWith('public/vendor/'))
    .map((path) => [path, read(path).split('\n').length - 1] as const)
  assert.deepEqual(
    long.filter(([, lines]) => lines > 300),
    [],
  )
})

test('the environment is read in src/config.ts alone', () => {
  const reads = /\bprocess\.env\b|\bimport\.meta\.env\b/
  assert.deepEqual(
    program.filter(({ path, text }) => path !== 'src/config.ts' && reads.test(text)).map(({ path }) => path),
    [],
  )
})

test('clock and chance come from the context', () => {
  // Where there is no context: the process itself, the commands' own moment, files of the operating system, the demo, tortures.
  const own = /^src\/(main\.ts|cli\/|db\/|demo\/|torture\/)/
  const reads = /\bnew Date\(\)|\bDate\.now\(\)|\bMath\.random\(\)|\bTemporal\.Now\b/
  assert.deepEqual(
    program.filter(({ path, text }) => !own.test(path) && reads.test(withoutComments(text))).map(({ path }) => path),
    [],
  )
})

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')

test('types are not argued away', () => {
  const argued = /\bas any\b|\bas unknown as\b|@ts-(?:ignore|nocheck|expect-error)/
  const own = 'src/test/house.test.ts'
  assert.deepEqual(
    files.filter(({ path, text }) => path !== own && argued.test(text)).map(({ path }) => path),
    [],
  )
})

test('a space is a space', () => {
  const odd = /[\v\f\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]/
  assert.deepEqual(
    files.filter(({ text }) => odd.test(text)).map(({ path }) => path),
    [],
  )
})

test('names of files are words: no utils, helpers, manager, service', () => {
  const vague = /(^|[/-])(utils?|helpers?|manager|service|common|misc)(\.|\/|-|$)/
  assert.deepEqual(
    files.map(({ path }) => path).filter((path) => vague.test(path) && path !== 'src/accounts/common-passwords.ts'),
    [],
  )
})

test('migrations are numbered without a gap', () => {
  const numbers = filesBelow('migrations/*.sql').map((path) =>
    Number(/^migrations\/(\d{4})_[a-z0-9-_]+\.sql$/.exec(path)?.[1]),
  )
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  )
})

test('the package says its licence, and the licence is there', () => {
  assert.equal(JSON.parse(read('package.json')).license, 'Apache-2.0')
  assert.match(read('LICENSE'), /Apache License\s+Version 2\.0/)
})
