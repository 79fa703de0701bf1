import { type Html, html } from '../lib/html.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { type FormState, field, problemSummary, textarea } from '../web/console/forms.ts'
import { copyable } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import type { Connection } from './connection.ts'

export function connectionScreen({
  kind,
  known,
  form,
  to,
  callback,
  test,
  mayChange,
}: {
  kind: 'oidc' | 'saml'
  known: Connection | null
  form: FormState
  to: string
  callback: string
  test: string | null
  mayChange: boolean
}): Html {
  return html`<form method="post" action="${to}" class="form"><fieldset class="plain"${!mayChange && html` disabled`}>
${problemSummary(form, labels)}
${field(form, { name: 'key', label: 'Key', required: true, maxlength: 63, code: true, readonly: known !== null, help: 'Stands in the addresses below, and stays.' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 60, help: 'Readers see: Sign in with …' })}
${kind === 'oidc' ? openId(form, known !== null) : saml(form)}
${textarea(form, { name: 'domains', label: 'Mail domains that it is trusted for', rows: 3, code: true, placeholder: 'customer.example', help: 'One a line. An address of another domain does not count. Empty: addresses count that it says are verified, which suits a provider of your own.' })}
${textarea(form, { name: 'attributes', label: 'Attributes that audiences may ask for', rows: 3, code: true, placeholder: 'groups', help: 'One a line, named as the provider names them.' })}
${mayChange && html`<div class="actions">${submit('Save')}</div>`}
</fieldset></form>
${section(
  'What the identity provider is told',
  html`<p>${kind === 'oidc' ? 'Redirect address' : 'Entity ID and assertion consumer service, by HTTP-POST'}:</p>
<p class="address">${copyable(callback, 'Copy the address')}</p>
${kind === 'saml' && html`<p>Assertions must be signed with RSA and SHA-256 or better, and not encrypted. ${known && linkButton('Download the metadata', `${to}/metadata`)}</p>`}`,
)}
${
  test &&
  section(
    'Try it',
    html`<p>You sign in as a reader would, and are shown what came back, and why it would be refused. Nobody is signed in by it. The link works for 30 minutes.</p>
<p>${linkButton('Try the connection', test)}</p>`,
  )
}
${
  known &&
  mayChange &&
  section(
    'Remove',
    confirmation({
      id: 'remove',
      label: 'Remove this connection',
      title: `Remove “${known.name}”?`,
      text: html`Every reader is signed out, and feeds that were made by it open nothing any more.`,
      to: `${to}/remove`,
      button: 'Remove the connection',
    }),
  )
}`
}

const labels: Record<string, string> = {
  key: 'Key',
  name: 'Name',
  issuer: 'Issuer',
  clientId: 'Client ID',
  clientSecret: 'Client secret',
  scopes: 'Scopes',
  entityId: 'Entity ID',
  ssoUrl: 'Sign-in address',
  certificate: 'Certificate',
  domains: 'Mail domains',
  attributes: 'Attributes',
}

const openId = (form: FormState, isKept: boolean): Html =>
  html`${field(form, { name: 'issuer', label: 'Issuer', type: 'url', required: true, maxlength: 2000, placeholder: 'https://login.customer.example', help: 'Below it lies /.well-known/openid-configuration.' })}
${field(form, { name: 'clientId', label: 'Client ID', required: true, maxlength: 500, code: true })}
${field({ ...form, values: { ...form.values, clientSecret: '' } }, { name: 'clientSecret', label: 'Client secret', type: 'password', required: !isKept, maxlength: 2000, help: isKept ? 'One is kept. Empty: it stays.' : 'Kept encrypted.' })}
${field(form, { name: 'scopes', label: 'Scopes', required: true, maxlength: 500, code: true })}`

const saml = (form: FormState): Html =>
  html`${field(form, { name: 'entityId', label: 'Its entity ID', required: true, maxlength: 1000, code: true })}
${field(form, { name: 'ssoUrl', label: 'Its sign-in address, by HTTP-Redirect', type: 'url', required: true, maxlength: 2000 })}
${textarea(form, { name: 'certificate', label: 'Its certificate', required: true, rows: 8, code: true, placeholder: '-----BEGIN CERTIFICATE-----', help: 'In PEM. Two, one below the other, while it changes to another.' })}
${field(form, { name: 'emailAttribute', label: 'Attribute with the mail address', maxlength: 200, code: true, help: 'Empty: the NameID.' })}`
