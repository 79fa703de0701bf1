import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../test/folder.ts'
import { removeStrays } from './strays.ts'

const page = (id: string, slug: string, more = {}) => ({ id, slug, host: null, first: false, ...more })

async function dataFolder(lists: Record<string, unknown>) {
  const dataDir = await testFolder()
  for (const slug of ['acme', 'hush', 'own']) mkdirSync(join(dataDir, 'published', slug), { recursive: true })
  for (const slug of ['acme', 'hush']) writeFileSync(join(dataDir, 'published', slug, 'manifest.json'), '{}')
  mkdirSync(join(dataDir, 'private'))
  for (const [name, pages] of Object.entries(lists))
    writeFileSync(join(dataDir, name, 'pages.json'), JSON.stringify(pages))
  return { dataDir, folders: () => readdirSync(join(dataDir, 'published')).filter((name) => !name.includes('.')) }
}

// S-CACHE-4
test('what was public when a process died on the way to private is gone with the next start', async () => {
  const hidden = [page('b', 'hush', { private: true })]
  for (const published of [[page('a', 'acme')], [page('a', 'acme'), page('b', 'hush')]]) {
    const { dataDir, folders } = await dataFolder({ published, private: hidden })
    await removeStrays(dataDir)
    assert.deepEqual(folders(), ['acme', 'own'], 'what is none of our pages stays')
  }
})

test('where a list is lost nothing is removed', async () => {
  const hidden = [page('b', 'hush', { private: true })]
  for (const lists of [{}, { published: 'damaged', private: hidden }, { private: hidden }, { published: [] }]) {
    const { dataDir, folders } = await dataFolder(lists)
    await removeStrays(dataDir)
    assert.deepEqual(folders(), ['acme', 'hush', 'own'], JSON.stringify(lists))
  }
})
