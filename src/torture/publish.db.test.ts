// It needs no database; it takes long, as what needs one does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killWhilePublishing } from './publish.ts'

// R-STATIC-3, in short: `npm run torture` kills 200 times. A full disk: src/publishing/site/site.test.ts.
test('killed while it publishes, every file is one whole version, and the next process goes on', async () => {
  const { kills, files, torn, wrong } = await killWhilePublishing({ kills: 5, seed: 'short', print: () => {} })
  assert.deepEqual({ kills, torn, wrong }, { kills: 5, torn: [], wrong: [] })
  assert.ok(files > 150, `only ${files} files were looked at`)
})
