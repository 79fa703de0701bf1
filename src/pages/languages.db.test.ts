import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicRights } from '../audiences/rights.ts'
import { visible } from '../audiences/visible.ts'
import { createComponent } from '../components/create.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { correctUpdate } from '../incidents/correct-update.ts'
import { openIncident } from '../incidents/open.ts'
import { InvalidInput } from '../lib/errors.ts'
import { frameOf } from '../publishing/frame.ts'
import { home } from '../publishing/html/home.ts'
import { translated } from '../publishing/languages/translated.ts'
import { readSnapshot } from '../publishing/read.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { parsed } from '../web/parse.ts'
import { changePage } from './change.ts'
import { createPage } from './create.ts'
import { findPage } from './find.ts'
import { ChangePage } from './schema.ts'

const database = await testDatabase()
const { ctx } = await testContext(database, { seed: 'languages' })
const page = await createPage(ctx, { slug: 'polyglot', name: 'Polyglot', languages: ['de', 'fr'] })

async function front(lang: string): Promise<string> {
  const whole = await readSnapshot(ctx, page.id, new Map())
  assert.ok(whole)
  const snapshot = visible(whole, publicRights)
  return home(frameOf(translated(snapshot, lang), { style: '', script: '' }, lang))
}

test('what has a translation is shown in it; what has none says which language it is in, once a post', async () => {
  const translations = { de: { name: 'Zahlungen', description: 'Karten und Rechnungen' } }
  const made = await createComponent(ctx, { page: page.id, key: 'pay', name: 'Payments', translations })
  const opened = await openIncident(ctx, {
    page: page.id,
    title: 'Payments fail',
    status: 'investigating',
    body: 'We are **looking** into it.',
    translations: { de: { title: 'Zahlungen scheitern', body: 'Wir sehen es uns an.' } },
    components: { pay: 'major_outage' },
  })
  const german = await front('de')
  assert.match(german, /Ausfall bei Zahlungen/)
  assert.match(german, /<bdi>Zahlungen scheitern<\/bdi>/)
  assert.match(german, /Wir sehen es uns an\./)
  assert.match(german, /Karten und Rechnungen/)
  assert.doesNotMatch(german, /Auf Englisch|Payments/)
  const french = await front('fr')
  assert.match(french, /<bdi lang="en" dir="ltr">Payments fail<\/bdi>/)
  assert.match(french, /<div class="prose" lang="en" dir="ltr">/)
  assert.equal(french.match(/En anglais/g)?.length, 1)
  await correctUpdate(ctx, opened.id, opened.update.id, { body: 'We found it.', notify: false })
  assert.match(await front('de'), /Auf Englisch/)
  assert.equal(made.key, 'pay')
})

test('the page’s own wording is shown; an unknown name and a missing value are refused with what was expected', async () => {
  const wording = { de: { 'home.components': 'Dienste' }, en: { 'nav.history': 'Archive' } }
  await changePage(ctx, page.id, parsed(ChangePage, { wording }))
  assert.match(await front('de'), />Dienste</)
  assert.match(await front('en'), />Archive</)
  const refused = (wording: object, pointer: string, said: RegExp) =>
    assert.throws(
      () => parsed(ChangePage, { wording }),
      (error) =>
        error instanceof InvalidInput && error.problems[0]?.pointer === pointer && said.test(error.problems[0].detail),
    )
  refused({ en: { 'nav.histry': 'x' } }, '/wording/en/nav.histry', /such as nav\.history/)
  refused({ en: { 'footer.published': 'x' } }, '/wording/en/footer.published', /\{time\}/)
  assert.throws(() => parsed(ChangePage, { language: 'tlh' }), InvalidInput)
  assert.deepEqual((await findPage(ctx, 'polyglot')).wording, wording)
})

test('a file sets all of it, twice changes nothing, and it can be exported', async () => {
  const { ctx } = await testContext(database, { seed: 'filed-languages' })
  const file = (text: string) => ({ name: 'languages.yaml', text, environment: () => undefined })
  const text = `
version: 1
pages:
  - slug: filed-languages
    name: Filed
    language: de
    languages: [en, ja]
    translations: { ja: { name: 記録 } }
    wording: { de: { state.operational: Läuft } }
    components:
      - { key: web, name: Webseite, translations: { ja: { name: ウェブ } } }
messages:
  - key: slow
    title: Langsam
    investigating: "{{component.name}} ist langsam."
    translations: { ja: { title: 遅延, investigating: "{{component.name}}が遅くなっています。" } }
`
  await applyConfiguration(ctx, file(text))
  assert.ok(changesNothing(await applyConfiguration(ctx, file(text))))
  const exported = await exportConfiguration(ctx)
  assert.match(exported.text, /language: de/)
  assert.match(exported.text, /state\.operational: Läuft/)
  assert.ok(changesNothing(await applyConfiguration(ctx, file(exported.text))))
  const wrong = text.replace('state.operational: Läuft', 'footer.published: Läuft')
  await assert.rejects(applyConfiguration(ctx, file(wrong)), (error) => /\{time\}/.test(JSON.stringify(error)))
})
