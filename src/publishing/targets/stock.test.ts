import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { acme } from '../../test/acme-snapshot.ts'
import { testFolder } from '../../test/folder.ts'
import { seededRandom } from '../../test/random.ts'
import { readAssets } from '../assets.ts'
import { documentsOf } from '../documents.ts'
import { openSite } from '../site/site.ts'
import { stock } from './stock.ts'
import type { Target } from './target.ts'

test('where one file cannot be written the others that are on their way are waited for', async () => {
  const site = await openSite({ slug: 'acme', folder: await testFolder(), random: seededRandom() })
  await site.publish(documentsOf(acme(), readAssets(join(import.meta.dirname, '../../../public'))), 1)
  await site.settled()
  let begun = 0
  let ended = 0
  const target: Target = {
    name: 'a bucket',
    kind: 'bucket',
    atOnce: 4,
    layout: (_listed, path) => [{ key: path, encoding: 'plain' }],
    list: async () => new Map(),
    read: async () => null,
    write: async () => {
      if (++begun === 1) throw new Error('refused')
      await new Promise((resolve) => setImmediate(resolve))
      ended++
      return 'mark'
    },
    remove: async () => {},
  }
  const shelf = { page: 'acme', version: 1, items: {} }
  const listed = { id: 'acme', slug: 'acme', host: null, first: true }
  const round = { target, shelf, shown: { listed, site, version: 1 }, rest: true, go: () => true }
  await assert.rejects(stock(round), /refused/)
  assert.ok(begun > 1, `${begun} were begun`)
  assert.equal(ended, begun - 1)
})
