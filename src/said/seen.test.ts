import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { writeDirectory } from '../publishing/directory.ts'
import { keepSnapshot } from '../publishing/kept-snapshot.ts'
import { acme, wholeOf } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'

const program = join(import.meta.dirname, '../../bin/upfront.mjs')
const root = await testFolder()
const random = seededRandom('seen')

async function say(name: string, { isPrivate = false, hidden = false }) {
  const dataDir = join(root, name)
  const whole = wholeOf(acme({ incidents: [] }))
  const [web, ...others] = whole.components
  const { id, slug } = whole.page
  await writeDirectory(
    dataDir,
    [{ id, slug, host: null, first: true, ...(isPrivate && { private: true as const }) }],
    random,
  )
  const limited = { ...web!, audiences: hidden ? ['staff'] : null, ownStatus: web!.status, rollUp: 'worst' as const }
  await keepSnapshot(dataDir, { ...whole, components: [limited, ...others] }, random)
  const args = ['say', '--title', 'Sign-in fails', '--body', 'We look.', '--component', `${web!.key}=major_outage`]
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    env: { UPFRONT_DATA_DIR: dataDir },
  })
  const names = await readdir(dataDir, { recursive: true })
  return { stdout, names }
}

test('about what only some may see it says that no file has it, and waits for none', async () => {
  const { stdout, names } = await say('hidden', { hidden: true })
  assert.match(stdout, /not for everybody: no file has it/)
  assert.doesNotMatch(stdout, /It is on the page|the published files have it/)
  assert.ok(!names.some((one) => one.startsWith('published/') && one !== 'published/pages.json'), names.join())
})

test('on a private page the marked files lie where no web server serves them', async () => {
  const { stdout, names } = await say('private', { isPrivate: true })
  assert.match(stdout, /Upfront shows it to those who are let in as soon as it runs/)
  assert.ok(names.some((one) => one.startsWith('private/') && one.includes('/incidents/')))
  assert.ok(!names.some((one) => one.startsWith('published/') && one !== 'published/pages.json'), names.join())
})
