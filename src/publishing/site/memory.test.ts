import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../../test/folder.ts'
import { seededRandom } from '../../test/random.ts'
import type { Document } from '../documents.ts'
import { compress, entryOf, weightOf } from './entry.ts'
import { createMemory } from './memory.ts'
import { openSite } from './site.ts'

const random = seededRandom()
const page = (text: string): Document[] => [
  { path: '/', contentType: 'text/html', kind: 'hot', fingerprint: text, render: () => text },
]

test('who was not asked for lately is put away, and is there again when somebody asks', async () => {
  const folder = await testFolder()
  // Room for two of these pages.
  const memory = createMemory({ hot: 5000 })
  const publish = async (slug: string) => {
    const site = await openSite({ slug, folder: join(folder, slug), random, memory })
    await site.publish(page(`${slug} says that all is well`), 1)
    await site.settled()
    return site
  }
  const [first, second] = [await publish('first'), await publish('second')]
  assert.ok(second.hot('/'), 'asked for: stays for another round')
  const third = await publish('third')
  assert.deepEqual(
    [first, second, third].map((site) => site.hot('/') !== undefined),
    [false, true, true],
  )
  for (const site of [first, second, third]) {
    assert.equal((await site.find('/'))?.bodies.plain.toString(), `${site.slug} says that all is well`)
    assert.ok(site.has('/'))
  }
})

test('a small document keeps no more in memory than is counted', async () => {
  const text = Buffer.from('a little '.repeat(200))
  const entry = entryOf('/note', 'text/plain', await compress(text))
  const kept = [entry.plain, entry.br, entry.gzip].reduce((sum, { body }) => sum + body.buffer.byteLength, 0)
  assert.ok(kept < weightOf(entry), `${kept} bytes`)
  assert.deepEqual(entry.plain.body, text)
})
