import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testBrowser } from './browser.ts'
import { look } from './look.ts'

const browser = await testBrowser()

const style = `html { background: #fff } .faint { color: #999 } .card { background: #777 } .lid { position: sticky; background: #eee; color: #111 }
@media (prefers-color-scheme: dark) { html { background: #111; color: #eee } .dark { color: #444 } }`
const screens = [
  ['<p>What can be read.</p>', []],
  ['<p>What can be read.</p><p class="faint">What cannot.</p>', ['light color-contrast']],
  ['<p class="card">The same words on another ground.</p>', ['dark color-contrast']],
  [
    '<div class="lid"><p class="faint">What lies on top of it all.</p></div>',
    ['dark color-contrast', 'light color-contrast'],
  ],
  [
    '<div class="lid" style="opacity: .4"><p>What shines through.</p></div>',
    ['dark color-contrast', 'light color-contrast'],
  ],
  ['<p class="dark">What cannot be read at night.</p>', ['dark color-contrast']],
  [
    '<upfront-status><template shadowrootmode="open"><p style="color: #ddd">In the shadow.</p></template></upfront-status>',
    ['light color-contrast'],
  ],
  ['<p>What can be read.</p><img src="data:,">', ['light image-alt']],
  [
    '<button style="all: unset; width: 5px">+</button><button style="all: unset; width: 5px">-</button>',
    ['dark target-size', 'light target-size'],
  ],
] as const

test('what was readable on one screen is not measured on the next, and what is not is found on each', async () => {
  const page = await browser.newPage()
  for (const [body, expected] of screens) {
    await page.goto('about:blank')
    await page.setContent(
      `<!doctype html><html lang="en"><title>Screen</title><style>${style}</style><main><h1>Screen</h1>${body}</main></html>`,
    )
    const found = await look(page, 'screen')
    assert.deepEqual(found.map((one) => /(light|dark) [\w-]+/.exec(one)?.[0]).toSorted(), expected, found.join('\n'))
  }
  await page.close()
})
