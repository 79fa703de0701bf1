import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAccess } from '../access/change.ts'
import { loadAccess } from '../access/load.ts'
import { sealSession, sessionName } from '../access/session.ts'
import { openIncident } from '../incidents/open.ts'
import { changePage } from '../pages/change.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'

const { ctx, base, clock } = await testContext(await testDatabase(), { seed: 'view-languages' })
const { page } = await acme(ctx)
await changePage(ctx, page, { languages: ['de', 'ar'] })
await changeAccess(ctx, page, { subscribers: true })
const own = await openIncident(ctx, {
  ...{ page, title: 'For members', status: 'investigating', body: 'Text', audiences: ['subscribers'] },
  translations: { de: { title: 'Für Mitglieder' } },
})
const { publisher, origin } = await readingServer(base)
await publisher.reconcile()
const home = `/p/acme-${page}`
const member = readerAt(origin)
const session = {
  ...{ id: 'one', page, epoch: (await loadAccess(ctx, page))!.epoch, until: clock.now().getTime() + 3_600_000 },
  ...{ way: 'mail', identity: 'pat', email: 'pat@customer.example', subscriber: true, attributes: {}, staff: false },
}
member.cookies.set(sessionName(page, false), sealSession(ctx, session))
const read = async (path: string, language: string, reader = member) => {
  const answer = await reader.get(home + path, { 'accept-language': language })
  const text = await answer.text()
  return { status: answer.status, lang: /<html lang="(\w+)"/.exec(text)?.[1], text, vary: answer.headers.get('vary') }
}

test('what only some may see comes in the language of who reads it', async () => {
  const path = `/incidents/${own.id}`
  const [german, arabic, english] = [await read(path, 'de'), await read(path, 'ar'), await read(path, 'fr')]
  assert.deepEqual(
    [german, arabic, english].map(({ status, lang }) => `${status} ${lang}`),
    ['200 de', '200 ar', '200 en'],
  )
  assert.match(german.text, /Für Mitglieder/)
  assert.match(german.vary!, /Accept-Language/)
  assert.equal((await read(`/de${path}`, 'ar')).lang, 'de')
})

test('a missing page does, too, for members as for anybody', async () => {
  for (const reader of [member, readerAt(origin)]) {
    const said = async (path: string, language: string) => {
      const { status, lang } = await read(path, language, reader)
      return `${status} ${lang}`
    }
    assert.equal(await said('/nothing', 'de'), '404 de')
    assert.equal(await said('/nothing', 'en'), '404 en')
    assert.equal(await said('/ar/nothing', 'de'), '404 ar')
  }
})

test('to others it is still one that never was, in their language', async () => {
  const anybody = readerAt(origin)
  const [hidden, never] = [
    await read(`/incidents/${own.id}`, 'de', anybody),
    await read('/incidents/nothing00000', 'de', anybody),
  ]
  assert.deepEqual(hidden, never)
  assert.deepEqual([hidden.status, hidden.lang], [404, 'de'])
})
