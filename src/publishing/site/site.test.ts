import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { testFolder } from '../../test/folder.ts'
import { seededRandom } from '../../test/random.ts'
import { until } from '../../test/until.ts'
import type { Document } from '../documents.ts'
import { createMemory } from './memory.ts'
import { openSite } from './site.ts'

let made = 0
const root = await testFolder()
const newFolder = () => join(root, `page-${made++}`)
const open = (folder: string, cache?: number) =>
  openSite({ slug: 'acme', folder, random: seededRandom(), memory: createMemory(cache ? { cold: cache } : {}) })

/** Documents whose content is their path and mark; `rendered` collects the paths rendered. */
function documents(marks: Record<string, string>, rendered: string[] = []): Document[] {
  return Object.entries(marks).map(([path, mark]) => ({
    path,
    contentType: 'text/html; charset=utf-8',
    kind: path.startsWith('/old') ? 'cold' : 'hot',
    fingerprint: mark,
    render: () => {
      rendered.push(path)
      return `${path} ${mark} ${'and the rest. '.repeat(40)}`
    },
  }))
}
const text = (entry: { bodies: { plain: Buffer } } | null | undefined) =>
  entry?.bodies.plain.toString().slice(0, 12).trim()

test('a publication is served at once, and from disk by the next process without rendering', async () => {
  const folder = newFolder()
  const site = await open(folder)
  await site.publish(documents({ '/': 'one', '/old': 'one' }), 1)
  assert.match(text(site.hot('/'))!, /^\/ one/)
  await site.settled()
  const next = await open(folder)
  const rendered: string[] = []
  assert.equal(next.version(), 1)
  assert.match(text(next.hot('/'))!, /^\/ one/)
  assert.equal(next.hot('/')!.br.etag, site.hot('/')!.br.etag)
  assert.match(text(await next.find('/old'))!, /^\/old one/)
  await next.publish(documents({ '/': 'one', '/old': 'one' }, rendered), 1)
  await next.settled()
  assert.deepEqual(rendered, [])
})

test('only what changed is rendered, what is gone is gone from memory and disk', async () => {
  const folder = newFolder()
  const site = await open(folder)
  await site.publish(documents({ '/': 'one', '/incidents/a': 'one', '/old': 'one' }), 1)
  await site.settled()
  const rendered: string[] = []
  await site.publish(documents({ '/': 'two', '/old': 'one' }, rendered), 2)
  assert.equal(site.hot('/incidents/a'), undefined)
  assert.equal(site.has('/incidents/a'), false)
  await site.settled()
  assert.deepEqual(rendered, ['/'])
  assert.deepEqual(readdirSync(join(folder, 'incidents')), [])
  assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /^\/ two/)
})

test('all hot documents of a version change together', async () => {
  const site = await open(newFolder())
  const paths = Array.from({ length: 20 }, (_, i) => `/p${i}`)
  const at = (mark: string) => documents(Object.fromEntries(paths.map((path) => [path, mark])))
  await site.publish(at('old'), 1)
  let done = false
  const publication = site.publish(at('new'), 2).then(() => (done = true))
  while (!done) {
    const marks = new Set(paths.map((path) => text(site.hot(path))!.split(' ')[1]))
    assert.equal(marks.size, 1)
    await new Promise((next) => setImmediate(next))
  }
  await publication
  await site.settled()
  assert.match(text(site.hot('/p7'))!, /new/)
})

for (const [name, spoil] of Object.entries({
  truncated: (file: string) => truncateSync(file, 20),
  empty: (file: string) => truncateSync(file, 0),
  missing: (file: string) => rmSync(file),
  changed: (file: string) => writeFileSync(file, 'something else'),
})) {
  for (const file of ['index.html', 'index.html.br', 'index.html.gz', 'old.html', 'old.html.br', 'old.html.gz']) {
    test(`${file} ${name}: the page is whole after a start, and is rendered again`, async () => {
      const folder = newFolder()
      const first = await open(folder)
      await first.publish(documents({ '/': 'one', '/old': 'one' }), 1)
      await first.settled()
      spoil(join(folder, file))
      const path = file.startsWith('old') ? '/old' : '/'
      const next = await open(folder)
      assert.match(text(await next.find(path))!, new RegExp(`^${path} one`))
      const rendered: string[] = []
      await next.publish(documents({ '/': 'one', '/old': 'one' }, rendered), 1)
      await next.settled()
      assert.deepEqual(rendered, [path])
      assert.match(
        gunzipSync(readFileSync(`${join(folder, path === '/' ? 'index' : 'old')}.html.gz`)).toString(),
        / one/,
      )
    })
  }
}

test('without a manifest, or with half of one, everything is rendered', async () => {
  for (const manifest of [null, '{"version":1,"docu', '{"version":"x"}', '[]']) {
    const folder = newFolder()
    const first = await open(folder)
    await first.publish(documents({ '/': 'one' }), 1)
    await first.settled()
    if (manifest === null) rmSync(join(folder, 'manifest.json'))
    else writeFileSync(join(folder, 'manifest.json'), manifest)
    const rendered: string[] = []
    const next = await open(folder)
    await next.publish(documents({ '/': 'one' }, rendered), 1)
    assert.deepEqual(rendered, ['/'])
    await next.settled()
  }
})

test('killed between the files and the manifest: the newer files are served, and rendered again', async () => {
  const folder = newFolder()
  const site = await open(folder)
  await site.publish(documents({ '/': 'one' }), 1)
  await site.settled()
  const before = readFileSync(join(folder, 'manifest.json'))
  await site.publish(documents({ '/': 'two' }), 2)
  await site.settled()
  writeFileSync(join(folder, 'manifest.json'), before)
  writeFileSync(join(folder, '.index.html.0123.tmp'), 'half a pa')
  const next = await open(folder)
  assert.match(text(next.hot('/'))!, /^\/ two/)
  assert.equal(existsSync(join(folder, '.index.html.0123.tmp')), false)
  const rendered: string[] = []
  await next.publish(documents({ '/': 'two' }, rendered), 2)
  await next.settled()
  assert.deepEqual(rendered, ['/'])
})

test('a cold document is read once however many ask, and the cache stays within its bound', async () => {
  const folder = newFolder()
  const rendered: string[] = []
  const site = await open(folder, 8_000)
  const marks = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`/old${i}`, 'one']))
  await site.publish(documents(marks, rendered), 1)
  const asked = await Promise.all(Array.from({ length: 30 }, () => site.find('/old49')))
  assert.equal(new Set(asked).size, 1)
  await site.settled()
  assert.equal(rendered.length, 50)
  assert.match(text(await site.find('/old0'))!, /^\/old0 one/)
})

test('a disk that fails keeps nobody from reading; the next publication writes what is missing', async () => {
  const folder = newFolder()
  const site = await open(folder)
  writeFileSync(folder, 'a file where the folder should be')
  await site.publish(documents({ '/': 'one', '/old': 'one' }), 1)
  await assert.rejects(site.settled())
  assert.match(text(site.hot('/'))!, /^\/ one/)
  assert.match(text(await site.find('/old'))!, /^\/old one/)
  rmSync(folder)
  await site.publish(documents({ '/': 'one', '/old': 'one' }), 1)
  await site.settled()
  assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /^\/ one/)
})

// R-STATIC-3
test('on a full disk nothing is torn, and what is missing is written when there is room, without a publication', {
  skip: tinyDisk() ?? false,
}, async (t) => {
  const folder = newFolder()
  mkdirSync(folder)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder])
  t.after(() => execFileSync('umount', [folder]))
  const site = await open(folder)
  await site.publish(documents({ '/': 'one', '/incidents/a': 'one' }), 1)
  await site.settled()
  const filler = join(folder, 'filler')
  const fill = () => writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' })
  assert.throws(() => {
    for (;;) fill()
  }, /ENOSPC/)
  await site.publish(documents({ '/': 'two', '/incidents/a': 'two' }), 2)
  await assert.rejects(site.settled(), /ENOSPC/)
  assert.match(text(site.hot('/'))!, /^\/ two/)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    assert.equal(name.endsWith('.tmp'), false, name)
    if (name.endsWith('.html'))
      assert.match(readFileSync(join(folder, name), 'utf8'), /^\S+ (one|two) (and the rest. ){40}$/)
  }
  rmSync(filler)
  await site.write()
  for (const name of ['index.html', 'incidents/a.html'])
    assert.match(readFileSync(join(folder, name), 'utf8'), /^\S+ two /)
  assert.equal((await open(folder)).version(), 2)
})

/** Why no small disk can be had here; null where one can. */
function tinyDisk(): string | null {
  const folder = newFolder()
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return null
  } catch {
    return 'a small file system cannot be mounted here: that takes root'
  }
}

test('what a snapshot does not hold stays published; what was never published is named', async () => {
  const site = await open(newFolder())
  await site.publish(documents({ '/': 'one', '/old': 'one' }), 1)
  const kept = (path: string): Document => ({ ...documents({ [path]: '' })[0]!, render: null })
  const { missing } = await site.publish([...documents({ '/': 'two' }), kept('/old'), kept('/old-and-lost')], 2)
  await site.settled()
  assert.deepEqual(missing, ['/old-and-lost'])
  assert.match(text(await site.find('/old'))!, /^\/old one/)
})

test('a path that would leave the folder is refused', async () => {
  const site = await open(newFolder())
  await site.publish(documents({ '/../evil': 'one' }), 1)
  await assert.rejects(site.settled(), /not a path that can be published/)
})

test('in a storm of changes cold documents wait for a rest, though not for ever; who asks for one has it at once', async () => {
  const rests: (() => void)[] = []
  let resting: () => Promise<unknown> = () => new Promise<void>((done) => rests.push(done))
  const rest = () => resting()
  const folder = newFolder()
  const site = await openSite({ slug: 'acme', folder, random: seededRandom(), memory: createMemory(), rest })
  const rendered: string[] = []
  let version = 0
  const publish = (asked: string) => {
    const marks = { '/': `v${++version}`, '/old': `v${version}`, '/older': `v${version}` }
    return site.publish(documents(marks, rendered), version).then(() => rendered.push(asked))
  }
  for (let i = 0; i < 4; i++) await publish('shown')
  assert.match(text(await site.find('/old'))!, /v4/)
  await until(() => rests.length === 1)
  await publish('shown')
  while (rests.length > 0) rests.pop()?.()
  await until(() => rests.length === 1)
  assert.deepEqual(rendered, ['/', 'shown', '/', 'shown', '/', 'shown', '/', 'shown', '/old', '/', 'shown'])
  rests.pop()?.()
  await site.settled()
  assert.deepEqual(rendered.slice(-2).toSorted(), ['/old', '/older'])
  assert.match(readFileSync(join(folder, 'older.html'), 'utf8'), /v5/)
  rendered.length = 0
  // Whenever it would rest, there is another change.
  let changes = 0
  resting = async () => {
    if (!rendered.includes('/older') && ++changes < 300) await publish('shown')
  }
  await publish('shown')
  await until(() => rendered.includes('/older'))
  assert.equal(changes, 121)
  await site.settled()
})

test('a mark is on disk with the last file of its publication, and is gone with the next change', async () => {
  const folder = newFolder()
  const site = await open(folder)
  await site.publish(documents({ '/': 'one', '/old': 'one' }), 1, 'first')
  assert.equal(site.mark(), null)
  await site.drawn()
  assert.equal((await open(folder)).mark(), 'first')
  await site.publish(documents({ '/': 'two', '/old': 'one' }), 2)
  await site.drawn()
  assert.equal((await open(folder)).mark(), null)
  // The same documents, and something else is known of them.
  await site.publish(documents({ '/': 'two', '/old': 'one' }), 2, 'third')
  await site.drawn()
  assert.equal((await open(folder)).mark(), 'third')
})
