import type { Medium } from '../channels/channel.ts'
import type { Proof } from '../channels/media.ts'
import type { Component } from '../components/find.ts'
import type { Problem } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'
import { channelForm, nameOf } from '../publishing/html/subscribe-channel.ts'
import type { Values } from '../web/page.ts'
import { choices } from './view.ts'

type Shown = { title: string; main: Html }
type CodeAt = { action: string; handle: string; wrong?: boolean; secret?: string | null }

/** What comes next; the same for every destination of a channel. */
export function askedByChannel(frame: Frame, medium: Medium, proof: Proof, at: CodeAt): Shown {
  const { words } = frame
  if (proof === 'code') return codeForm(frame, at)
  const title = proof === 'answer' ? words.text('by.answer') : words.text('by.look', { channel: nameOf(frame, medium) })
  const lede = proof === 'answer' ? words.text('by.answer_lede') : words.text('by.look_lede')
  return {
    title,
    main: html`<h1 class="page-title">${title}</h1>
<p class="lede">${lede}</p>
${at.secret && html`<p>${words.text('by.secret')}</p><p><code class="secret">${at.secret}</code></p><p>${words.text('by.secret_before')}</p>`}<p>${words.text('by.limit')}</p>`,
  }
}

/** Where the code is typed that came to the destination. */
export function codeForm({ words }: Frame, { action, handle, wrong = false }: CodeAt): Shown {
  const title = words.text('by.code')
  return {
    title,
    main: html`<h1 class="page-title">${title}</h1>
${wrong ? html`<p class="lede" role="alert">${words.text('by.code_wrong')}</p>` : html`<p class="lede">${words.text('by.code_lede')}</p>`}
<form class="subscribe" method="post" action="${action}">
<input type="hidden" name="language" value="${words.lang}">
<input type="hidden" name="handle" value="${handle}">
<p><label for="code">${words.text('by.code_label')}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,9}" maxlength="9" required></p>
<p><button type="submit">${words.text('by.code_send')}</button></p>
</form>
<p>${words.text('by.limit')} <a href="${action.replace(/\/code$/, '')}">${words.text('subscribe.heading')}</a></p>`,
  }
}

/** The form once more, with what is wrong and what was typed; nothing secret is shown again. */
export function channelFormAgain(
  frame: Frame,
  {
    action,
    offered,
    hasSlackApp,
    values,
    problems,
    components,
  }: {
    action: string
    offered: readonly Medium[]
    hasSlackApp: boolean
    values: Values
    problems: readonly Problem[]
    components: readonly Component[]
  },
): Html {
  const { words } = frame
  const medium = [values.channel ?? ''].flat()[0] ?? ''
  const wrong = Object.fromEntries(
    problems.flatMap(({ pointer, detail }) => {
      const [, name] = /^\/target\/([^/]+)/.exec(pointer) ?? []
      return name === undefined ? [] : [[`${medium}.${name}`, detail]]
    }),
  )
  const others = problems.filter(({ pointer }) => !pointer.startsWith('/target/'))
  const chosen = [values.components ?? []].flat()
  return html`<h1 class="page-title">${words.text('subscribe.heading')}</h1>
<div role="alert"><p class="lede">${words.text('again.failed')}</p>${others.length > 0 && html`<ul>${others.map(({ pointer, detail }) => html`<li>${pointer.startsWith('/components') ? words.text('again.choice') : pointer === '/channel' ? words.text('again.channel') : detail}</li>`)}</ul>`}</div>
${channelForm(frame, { action, offered, hasSlackApp, values, wrong, choices: choices(words.text('subscribe.what'), { components, chosen }, frame) })}`
}
