import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { changePage } from '../pages/change.ts'
import { acme } from '../test/acme.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { messagePages } from './console.ts'
import { findMessage, messageSettings } from './find.ts'

const database = await testDatabase()

const file = (more = '') => ({
  name: 'words.yaml',
  environment: () => undefined,
  text: `version: 1
pages:
  - slug: words
    name: Words
    audiences: [{ key: gold.de, name: Gold, domains: [gold.example] }]
messages:
  - key: slow
    title: Slow
    investigating: It is slow.
    short: { investigating: "Slow: {{alert.title}}" }
    texts:
      - audience: gold.de
        investigating: Gold, it is slow.
        short: { investigating: Gold }
        translations: { de: { investigating: "Gold, es ist langsam." } }
      - { audience: staff, resolved: Over, ${more} }
`,
})

test('a file sets them, a second time changes nothing, and what is exported says the same', async () => {
  const { ctx } = await testContext(database, { seed: 'file' })
  await applyConfiguration(ctx, file())
  assert.ok(changesNothing(await applyConfiguration(ctx, file())))
  const { short, texts } = messageSettings(await findMessage(ctx, 'slow'))
  assert.deepEqual(short, { investigating: 'Slow: {{alert.title}}' })
  assert.deepEqual(texts[0]?.translations, { de: { investigating: 'Gold, es ist langsam.' } })
  const { text } = await exportConfiguration(ctx)
  assert.ok(changesNothing(await applyConfiguration(ctx, { ...file(), text })), text)
})

test('what is wrong in a file is named with its place', async () => {
  const { ctx } = await testContext(database, { seed: 'wrong' })
  const wrong = async (from: string, to: string) => {
    const { text, ...rest } = file()
    const { mistakes } = (await applyConfiguration(ctx, { ...rest, text: text.replace(from, to) }).catch(
      (error: unknown) => error,
    )) as { mistakes?: { detail: string }[] }
    return mistakes?.map(({ detail }) => detail).join()
  }
  assert.match(
    `${await wrong('audience: gold.de', 'audience: gold')}`,
    /the key of an audience that is there, found "gold"/,
  )
  assert.match(`${await wrong('audience: gold.de', 'audience: everyone')}`, /everyone gets the message itself/)
  assert.match(`${await wrong('audience: staff', 'audience: gold.de')}`, /each audience once/)
  assert.match(
    `${await wrong('resolved: Over', 'resolved: "By {{nextUpdateAt}}"')}`,
    /after the end nothing is promised/,
  )
  assert.match(`${await wrong('"Slow: {{alert.title}}"', 'x'.repeat(481))}`, /at most 480/)
  assert.match(`${await wrong(', resolved: Over', '')}`, /at least one phase/)
})

test('in the console they are written by phase, audience and language, and mistakes stand at their field', async () => {
  const { ctx } = await testContext(database, { seed: 'console' })
  const { page } = await acme(ctx)
  await changePage(ctx, page, { languages: ['de'] })
  await createAudience(ctx, { page, key: 'gold', name: 'Gold', domains: ['gold.example'] })
  const { see, submit, refused } = testConsole(ctx, messagePages)
  shows(await see('/console/messages/new'), /Short forms<.*For <bdi>Gold<.*Investigating, for Gold \(Deutsch|German\)/s)
  const form = {
    key: 'slow',
    title: 'Slow',
    investigating: 'It is slow.',
    'short.investigating': 'Slow',
    'text.investigating.gold': 'Gold, it is slow.',
    'short.investigating.gold': 'Gold: {{component.name}}',
    'translation.de.investigating.gold': 'Gold, es ist langsam.',
    'text.resolved.staff': 'Over',
    'translations.de.title': 'Langsam',
  }
  const wrong = await refused('/console/messages/new', { ...form, 'short.investigating.gold': '{{component.nmae}}' })
  shows(wrong, /id="f-short\.investigating\.gold-error">\{\{component\.nmae\}\} is not a known value/)
  const to = await submit('/console/messages/new', form)
  const { short, texts, translations } = messageSettings(await findMessage(ctx, 'slow'))
  assert.deepEqual([short, translations], [{ investigating: 'Slow' }, { de: { title: 'Langsam' } }])
  assert.deepEqual(
    texts.map(({ audience, investigating, resolved }) => [audience, investigating, resolved]),
    [
      ['gold', 'Gold, it is slow.', undefined],
      ['staff', undefined, 'Over'],
    ],
  )
  assert.deepEqual(texts[0]?.translations, { de: { investigating: 'Gold, es ist langsam.' } })
  const page_ = await see(to)
  shows(page_, /In other words.*In few words:.*Slow.*For <bdi>Gold<\/bdi>:.*Gold: Web app/s)
  shows(page_, /name="translation\.de\.investigating\.gold"[^>]*>\s*Gold, es ist langsam\./)
})
