import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smtp } from '../../channels/smtp.ts'
import { settingFields } from '../../lib/setting-fields.ts'
import { formState } from './forms.ts'
import { settingInputs } from './setting-inputs.ts'

test('a key of several lines has room for them, other secrets are hidden as they are typed; none is shown', () => {
  const fields = settingFields(smtp.settings)
  const { __html } = settingInputs(formState({}), 'Needs', fields, 'settings.', { dkimKey: 'ab1=' })!
  assert.match(__html, /<textarea id="f-settings\.dkimKey" name="settings\.dkimKey"[^>]*>\n<\/textarea>/)
  assert.match(__html, /Set: <code>••••ab1=<\/code>/)
  assert.match(__html, /<input type="password" id="f-settings\.url"/)
})
