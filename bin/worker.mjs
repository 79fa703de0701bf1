import { once } from 'node:events'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

// Runs test files one after another in this process, whichever the parent gives it (bin/workers.mjs). Each file is a test
// of its own whose tests are its subtests, so what a file does `after` happens when that file ends, not at the very end.
for (;;) {
  process.send('next')
  const [file] = await once(process, 'message')
  if (!file) break
  await test(file, async (t) => {
    const loaded = Promise.withResolvers()
    t.before(() => loaded.promise)
    try {
      await import(pathToFileURL(file))
    } finally {
      loaded.resolve()
    }
  })
}
process.disconnect()
