import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { pino } from 'pino'
import { loadConfig } from '../config.ts'
import { troubles } from '../overview/trouble.ts'
import { createPage } from '../pages/create.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { examine } from './doctor.ts'

const database = await testDatabase()
const { url, db } = database
const folder = await testFolder()
const dataDir = join(folder, 'data')

async function doctor(env: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const config = loadConfig({ UPFRONT_DATA_DIR: dataDir, ...env }, () => '')
  const input = {
    config,
    args: [],
    options: {},
    log: pino({ level: 'silent' }),
    print: (line: string) => void lines.push(line),
  }
  return { code: await examine({ ...input, dns: { txt: async () => [] } }), lines }
}

test('all good', async () => {
  const secret = 'b8Jx0c1hZ2n0Kq7vRr3tYw5uLm9pQe4s'
  const { code, lines } = await doctor({
    DATABASE_URL: url,
    UPFRONT_URL: 'https://status.acme.example',
    UPFRONT_SECRET: secret,
  })
  assert.equal(code, 0)
  assert.ok(lines.includes('ok   the database is up to date'))
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('ok')),
    ['warn no mail can leave\n     → set SMTP_URL and MAIL_FROM'],
  )
})

test('host names that are not served, or soon will not be, are named with what to do', async () => {
  const { ctx } = await testContext(database, { seed: 'domains' })
  const { id: page_id } = await createPage(ctx, { slug: 'named', name: 'Named' })
  const row = { org_id: ctx.org, page_id, token: 't', created_at: ctx.now() }
  const ones = [
    { id: 'd1', host: 'a.example', state: 'proven' },
    { id: 'd2', host: 'b.example', state: 'broken', lost_at: ctx.now() },
    { id: 'd3', host: 'c.example', state: 'proven', lost_at: ctx.now() },
    { id: 'd4', host: 'd.example', state: 'unproven' },
  ]
  for (const one of ones)
    await db
      .insertInto('domains')
      .values({ ...row, ...one })
      .execute()
  const { code, lines } = await doctor({ DATABASE_URL: url })
  assert.equal(code, 1)
  const about = lines.filter((line) => /host names proven|\.example/.test(line)).map((line) => line.split('\n')[0])
  assert.deepEqual(about, [
    'ok   1 of 4 host names proven',
    'fail b.example is not served any more: its proof is gone',
    'warn the proof of c.example is gone, and it will not be served for long',
    'warn d.example is not proven, so nothing is served there',
  ])
  const words = (await troubles(ctx)).map((one) => one.words)
  assert.ok(words.some((said) => /^b\.example is not served any more/.test(said)))
  assert.ok(words.some((said) => /^The proof that c\.example is yours is gone/.test(said)))
  await db.deleteFrom('domains').execute()
})

test('what fails says what to do, and the rest is still looked at', async () => {
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'secret'), 'x')
  await chmod(join(dataDir, 'secret'), 0o644)
  const { code, lines } = await doctor({
    DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x',
    SMTP_URL: 'smtp://127.0.0.1:1',
  })
  assert.equal(code, 1)
  const failed = lines.filter((line) => line.startsWith('fail'))
  assert.equal(failed.length, 3)
  assert.match(failed[0]!, /others can read .*secret\n {5}→ run "chmod 600 /)
  assert.match(failed[1]!, /the database does not answer: .*\n {5}→ check DATABASE_URL/)
  assert.match(failed[2]!, /the mail server 127\.0\.0\.1:1 does not answer/)
  assert.doesNotMatch(lines.join(), /hunter2/)
})
