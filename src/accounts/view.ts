import type { Problem } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'
import type { Values } from '../web/page.ts'
import { layout } from '../web/plain-layout.ts'

export type Filled = { values?: Values; problems?: readonly Problem[] }

export const signInPage = ({ values = {}, problems = [] }: Filled): Html =>
  layout({
    title: 'Sign in',
    body: html`<form method="post" action="/console/sign-in">
${trouble(problems)}
${field({ name: 'email', label: 'E-mail address', type: 'email', complete: 'username', values, problems })}
${field({ name: 'password', label: 'Password', type: 'password', complete: 'current-password', problems })}
<input type="hidden" name="next" value="${text(values.next)}">
<button>Sign in</button>
</form>
<p class="below"><a href="/console/forgot">Forgot your password?</a></p>`,
  })

export const setupPage = (token: string, { values = {}, problems = [] }: Filled = {}): Html =>
  layout({
    title: 'Welcome to Upfront',
    body: html`<p>You are the first here, and will own this installation.</p>
<form method="post" action="/console/setup/${token}">
${trouble(problems)}
${field({ name: 'name', label: 'Your name', complete: 'name', values, problems })}
${field({ name: 'email', label: 'E-mail address', type: 'email', complete: 'username', values, problems })}
${newPassword(problems)}
<button>Create my account</button>
</form>`,
  })

export const resetPage = (token: string, email: string, { problems = [] }: Filled = {}): Html =>
  layout({
    title: 'Choose a password',
    body: html`<p>For <strong>${email}</strong>. Whoever was signed in with this account is signed out.</p>
<form method="post" action="/console/reset/${token}">
${trouble(problems)}
<input type="email" autocomplete="username" value="${email}" hidden readonly aria-label="E-mail address">
${newPassword(problems)}
<button>Set this password</button>
</form>`,
  })

const newPassword = (problems: readonly Problem[]) =>
  html`${field({ name: 'password', label: 'Password', type: 'password', complete: 'new-password', problems })}
<p class="help">At least 8 characters. A few words in a row are easy to remember and hard to guess.</p>`

/** What no field is to blame for. */
export function trouble(problems: readonly Problem[]): Html | null {
  const [first] = problems.filter(({ pointer }) => pointer === '')
  return first ? html`<p class="trouble" role="alert">${first.detail}</p>` : null
}

export function field(input: Filled & { name: string; label: string; type?: string; complete: string }): Html {
  const { name, label, type = 'text', complete, values = {}, problems = [] } = input
  const wrong = problems.find(({ pointer }) => pointer === `/${name}`)
  const marked = wrong && html` aria-invalid="true" aria-describedby="${name}-wrong"`
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${complete}" required value="${text(values[name])}"${marked}>
${wrong && html`<p class="wrong" id="${name}-wrong">${wrong.detail}</p>`}`
}

const text = (value: Values[string] | undefined) => (typeof value === 'string' ? value : '')
