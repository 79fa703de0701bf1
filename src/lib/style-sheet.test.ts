import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../test/folder.ts'
import { styleSheet } from './style-sheet.ts'

test('what a style sheet imports stands in its place', async () => {
  const folder = await testFolder()
  writeFileSync(join(folder, 'base.css'), 'a {\n}\n')
  writeFileSync(join(folder, 'page.css'), '/* The page. */\n@import "base.css";\n\nb {\n}\n')
  assert.equal(styleSheet(folder, 'page.css').toString(), '/* The page. */\na {\n}\n\nb {\n}\n')
})

test('the page and the console come whole', () => {
  for (const name of ['page.css', 'console.css']) {
    const text = styleSheet(join(import.meta.dirname, '../../public'), name).toString()
    assert.doesNotMatch(text, /@import/)
    assert.match(text, /\.skip:focus/)
  }
})
