import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentPages } from '../components/console.ts'
import { findComponent } from '../components/find.ts'
import { componentSettings } from '../components/schema.ts'
import { incidentPages } from '../incidents/console.ts'
import { acme } from '../test/acme.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { findPage } from './find.ts'
import { languagePages } from './languages-console.ts'

const database = await testDatabase()
const { ctx } = await testContext(database, { seed: 'languages-console' })
const world = await acme(ctx)
const { see, submit, refused } = testConsole(ctx, [...languagePages, ...componentPages, ...incidentPages])
const settings = `/console/settings/pages/${world.page}`

test('languages are chosen; then the name, components and posts have fields in them, and nothing that was there is lost', async () => {
  await submit(`${settings}/languages`, { language: 'en', languages: ['de', 'en'] })
  assert.deepEqual((await findPage(ctx, world.page)).languages, ['de'])
  shows(await see(`${settings}/languages`), /name="translations\.de\.name"/)
  await submit(`${settings}/languages`, { language: 'en', languages: ['de'], 'translations.de.name': 'Acme-Wolke' })
  assert.deepEqual((await findPage(ctx, world.page)).translations, { de: { name: 'Acme-Wolke' } })
  const form = await see(`/console/components/${world.us}/edit`)
  shows(form, /<summary>In other languages<\/summary>/)
  const { name } = await findComponent(ctx, world.us)
  await submit(`/console/components/${world.us}/edit`, { name, 'translations.de.name': 'API · USA', rollUp: 'worst' })
  const changed = await findComponent(ctx, world.us)
  assert.deepEqual(componentSettings(changed).translations, { de: { name: 'API · USA' } })
  await submit(`/console/components/${world.us}/edit`, { name, rollUp: 'worst' })
  assert.deepEqual(componentSettings(await findComponent(ctx, world.us)).translations, { de: { name: 'API · USA' } })
  shows(await see(`/console/incidents/new?page=${world.page}`), /name="translations\.de\.title"/)
})

test('every string can be worded; what cannot work is shown with what was expected, and an empty field is ours', async () => {
  shows(await see(`${settings}/wording/en`), /name="state\.operational"[^>]*placeholder="Working"/)
  await submit(`${settings}/wording/en`, { 'state.operational': 'All good', 'nav.history': '' })
  assert.deepEqual((await findPage(ctx, world.page)).wording, { en: { 'state.operational': 'All good' } })
  shows(await refused(`${settings}/wording/en`, { 'footer.published': 'Now' }), /Expected \{time\} in it/)
  assert.deepEqual((await findPage(ctx, world.page)).wording, { en: { 'state.operational': 'All good' } })
})
