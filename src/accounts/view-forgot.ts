import { type Html, html } from '../lib/html.ts'
import { layout } from '../web/plain-layout.ts'
import { type Filled, field, trouble } from './view.ts'

export const forgotPage = ({ values = {}, problems = [] }: Filled = {}): Html =>
  layout({
    title: 'Forgot your password?',
    body: html`<p>We send you a link to choose another one.</p>
<form method="post" action="/console/forgot">
${trouble(problems)}
${field({ name: 'email', label: 'E-mail address', type: 'email', complete: 'username', values, problems })}
<button>Send me a link</button>
</form>
${back}`,
  })

/** The same for every address: who has an account here is nobody else's business. */
export const forgottenPage = (): Html =>
  layout({
    title: 'Look into your mailbox',
    body: html`<p>If somebody signs in here with this address, a mail with a link is on its way to it. The link works for 30 minutes, once.</p>
<p>Nothing there after some minutes? Look among the unwanted mail, or ask an admin for a link.</p>
${back}`,
  })

export const noMailPage = (): Html =>
  layout({
    title: 'Forgot your password?',
    body: html`<p>No mail can leave this installation. An admin can give you a new link, under Settings, People.</p>
<p>On the machine it runs on, <code>bin/upfront user reset</code> prints one.</p>
${back}`,
  })

const back = html`<p class="below"><a href="/console/sign-in">Back to signing in</a></p>`
