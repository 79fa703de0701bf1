import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeAppearance } from '../appearance/change.ts'
import { appearancePages } from '../appearance/console.ts'
import { appearanceOf } from '../appearance/find.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { createPage } from '../pages/create.ts'
import { acmeContent } from '../test/acme-content.ts'
import { shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeContent } from './change.ts'
import { contentPages } from './console.ts'
import { contentOf } from './find.ts'
import { translatePages } from './translate-console.ts'

const database = await testDatabase()
const { ctx } = await testContext(database, { seed: 'translations' })
const { id } = await createPage(ctx, { slug: 'told', name: 'Told', languages: ['de', 'ar'] })
await changeContent(ctx, id, acmeContent())
await changeAppearance(ctx, id, {
  links: [{ name: 'Help', url: 'https://acme.example/help' }],
  footer: 'Made by Acme.',
})
const { see, send, submit, refused, look } = testConsole(ctx, [...translatePages, ...contentPages, ...appearancePages])
const settings = `/console/settings/pages/${id}`
const german = `${settings}/translations/de`
const markIn = (page: string) => /name="mark" value="(\w+)"/.exec(page)?.[1] ?? ''

const told = {
  header: 'Server in **Virginia** und Frankfurt.',
  'links.0.name': 'Hilfe',
  'links.0.url': 'https://acme.example/de/hilfe',
  footer: 'Von Acme gemacht.',
  'footerLinks.0.name': 'Datenschutz',
  'faq.0.answer': 'Ja.',
  'contacts.3.label': 'Per Post',
  'contacts.3.value': 'Acme Cloud\nMainzer Straße 1\nBerlin',
  'texts.0.heading': 'Was wir versprechen',
}

test('every text of a page has a field in each of its languages, and what is typed is kept at the thing itself', async () => {
  const form = await see(german)
  for (const name of [...Object.keys(told), 'announcement.text', 'contacts.1.value', 'texts.0.text'])
    assert.ok(form.includes(`name="${name}"`), name)
  assert.doesNotMatch(form, /name="contacts\.0\.label"/)
  await submit(german, { mark: markIn(form), ...told })
  const content = await contentOf(ctx, id)
  const { links, translations } = await appearanceOf(ctx, id)
  assert.deepEqual(content.translations, { de: { header: told.header } })
  assert.deepEqual(links[0]?.translations, { de: { name: 'Hilfe', url: told['links.0.url'] } })
  assert.deepEqual(translations, { de: { footer: told.footer } })
  assert.deepEqual(content.contacts[3]?.translations, { de: { label: 'Per Post', value: told['contacts.3.value'] } })
  assert.deepEqual(content.faq[0]?.translations, { de: { answer: 'Ja.' } })
  assert.equal(content.faq[1]?.translations, undefined)
  shows(await see(german), /value="Datenschutz"/)
  await submit(`${settings}/translations/ar`, { mark: markIn(form), header: 'خوادم' })
  assert.deepEqual((await contentOf(ctx, id)).translations, { de: { header: told.header }, ar: { header: 'خوادم' } })
})

test('what is wrong is said at its field; texts that changed meanwhile are shown again; no other language', async () => {
  const mark = markIn(await see(german))
  const before = await contentOf(ctx, id)
  const wrong = { ...told, mark, 'links.0.url': 'javascript:alert(1)' }
  shows(await refused(german, wrong), /href="#f-links\.0\.url"[\s\S]*id="f-links\.0\.url-error"/)
  shows(await refused(german, { ...told, mark, 'contacts.0.value': 'nobody' }), /id="f-contacts\.0\.value-error"/)
  assert.deepEqual(await contentOf(ctx, id), before)
  await changeContent(ctx, id, { header: 'Other words.' })
  shows(await refused(german, { mark, header: 'Andere' }, 409), /changed meanwhile/)
  assert.equal((await look(`${settings}/translations/en`)).status, 404)
  assert.equal((await look(`${settings}/translations/fr`)).status, 404)
  assert.equal((await send(`${settings}/translations/fr`, { mark, header: 'x' })).status, 404)
  assert.equal((await send(german, { mark, header: 'x' }, 'editor')).status, 403)
})

test('the forms of content and looks keep translations of what stays', async () => {
  const { links: before } = await appearanceOf(ctx, id)
  const links = 'Help https://acme.example/help\nNew https://acme.example/new'
  await submit(`${settings}/appearance`, { preset: 'paper', scheme: 'auto', density: 'comfortable', links })
  const { links: after, footer } = await appearanceOf(ctx, id)
  assert.deepEqual(after, [...before, { name: 'New', url: 'https://acme.example/new' }])
  assert.equal(footer, null)
  const { footerLinks } = await contentOf(ctx, id)
  await submit(`${settings}/content`, {
    view: 'tree',
    consent: 'ask',
    footerLinks: 'Your data https://acme.example/privacy',
    'contacts.0.kind': 'address',
    'contacts.0.value': 'Acme Cloud',
    'contacts.0.translations': '{"de":{"value":"Akme"}}',
  })
  const content = await contentOf(ctx, id)
  assert.deepEqual(content.footerLinks, [{ ...footerLinks[0], name: 'Your data' }])
  assert.deepEqual(content.contacts[0]?.translations, { de: { value: 'Akme' } })
})

test('a file says the same, and exports it', async () => {
  const { ctx } = await testContext(database, { seed: 'translations-file' })
  const file = (content: object) => ({
    name: 'told.yaml',
    text: JSON.stringify({
      version: 1,
      pages: [
        {
          slug: 'filed-words',
          name: 'Filed',
          languages: ['de'],
          content,
          appearance: { footer: 'By us', translations: { de: { footer: 'Von uns' } } },
        },
      ],
    }),
    environment: () => undefined,
  })
  const content = {
    header: 'Servers',
    translations: { de: { header: 'Server' } },
    footerLinks: [{ name: 'Privacy', url: 'https://a.example', translations: { de: { name: 'Datenschutz' } } }],
    contacts: [
      { kind: 'phone', value: '+1 212 555 0100', translations: { de: { label: 'Eilig', value: '+49 30 1234567' } } },
    ],
  }
  await applyConfiguration(ctx, file(content))
  assert.ok(changesNothing(await applyConfiguration(ctx, file(content))))
  const { text } = await exportConfiguration(ctx)
  assert.ok(changesNothing(await applyConfiguration(ctx, { ...file({}), text })))
  assert.match(text, /Datenschutz[\s\S]*Eilig/)
  const contacts = [{ ...content.contacts[0], translations: { de: { value: 'call' } } }]
  await assert.rejects(applyConfiguration(ctx, file({ contacts })), (error: Error) =>
    /contacts\[0\]\.translations\.de\.value: expected a telephone number/.test(error.message),
  )
})
