import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../lib/errors.ts'
import { fieldsOf, fromFields } from './form.ts'
import { changed, plainAppearance } from './schema.ts'

test('a form says what it was filled with', () => {
  const links = [{ name: 'Help and advice', url: 'https://acme.example/help' }]
  const appearance = changed(plainAppearance, {
    preset: 'poster',
    scheme: 'dark',
    density: 'airy',
    radius: 0,
    dark: { accent: '#ffe08a' },
    links,
    footer: 'Made by *Acme*.',
    font: 'inter',
    logo: { light: 'logo.png', dark: 'logo-dark.png', alt: 'Acme' },
    favicon: { file: 'icon.png', state: true },
    cover: { file: 'cover.jpg' },
  })
  assert.deepEqual(changed(plainAppearance, fromFields(fieldsOf(appearance))), appearance)
  assert.deepEqual(changed(appearance, fromFields(fieldsOf(plainAppearance))), plainAppearance)
})

test('what is wrong is named by the field in which it was typed', () => {
  const wrongWith = (fields: Record<string, string>) => {
    try {
      fromFields(fields)
    } catch (error) {
      return error instanceof InvalidInput ? error.problems : null
    }
    return []
  }
  assert.deepEqual(wrongWith({ 'light.accent': 'red' }), [
    { pointer: '/light.accent', detail: 'expected a colour such as #5a3f9e' },
  ])
  assert.match(
    wrongWith({ links: 'A https://a.example\nHelp' })?.[0]?.detail ?? '',
    /^line 2, url: expected an address/,
  )
  assert.equal(wrongWith({ radius: 'wide' })?.[0]?.pointer, '/radius')
})
