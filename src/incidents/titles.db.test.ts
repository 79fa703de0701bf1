import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NewComponent } from '../components/schema.ts'
import { PageTranslations } from '../publishing/languages/schema.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeIncident } from './change.ts'
import { findIncident } from './find.ts'
import { openIncident } from './open.ts'

const database = await testDatabase()

test('a title ends where it ends: nothing in it turns the direction of what follows', async () => {
  const { ctx } = await testContext(database)
  const { page } = await acme(ctx)
  const post = { page, status: 'investigating', body: 'b' } as const
  const translations = {
    ar: { title: '\u2067تعطّل\u202e API', body: 'ب' },
    de: { body: 'Text' },
    fr: { title: '\u202e' },
  }
  const { id } = await openIncident(ctx, { ...post, title: 'Slow \u202eIPA', translations })
  const opened = await findIncident(ctx, id)
  assert.equal(opened.title, 'Slow IPA')
  assert.deepEqual(opened.translations, { ar: { title: 'تعطّل API' } })
  await changeIncident(ctx, id, {
    title: '\u2067تعطّل\u202e API',
    translations: { de: { title: 'Langsame \u202eIPA' } },
  })
  const changed = await findIncident(ctx, id)
  assert.equal(changed.title, 'تعطّل API')
  assert.deepEqual(changed.translations, { de: { title: 'Langsame IPA' } })
})

test('a name ends where it ends, and so does each of its translations', () => {
  const component = NewComponent.parse({
    page: 'acme',
    key: 'api',
    name: 'API\u202e',
    translations: { de: { name: '\u2066Schnittstelle \u202eIPA', description: 'Was Ihre Programme rufen.' } },
  })
  assert.equal(component.name, 'API')
  assert.equal(component.translations?.de?.name, 'Schnittstelle IPA')
  assert.deepEqual(PageTranslations.parse({ ar: { name: '\u202eأكمي \u200fAPI' } }), { ar: { name: 'أكمي \u200fAPI' } })
  assert.throws(() => PageTranslations.parse({ de: { name: '\u202e \u2066' } }), /a text that is not empty/)
})
