import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

// Runs test files one after another in this process, whichever the parent gives it (bin/workers.mjs). Each file is a test
// of its own whose tests are its subtests, so what a file does `after` happens when that file ends, not at the very end.
const given = []
let take = () => {}
// It stays for the whole run: without a listener the process would end in a test that waits for nothing which holds it.
process.on('message', (file) => {
  given.push(file)
  take()
})
for (;;) {
  process.send('next')
  if (given.length === 0) await new Promise((resolve) => (take = resolve))
  const file = given.shift()
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
