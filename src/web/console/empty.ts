import { type Html, html } from '../../lib/html.ts'

/** What a list says when it is empty: something true, and the next thing to do where there is one. */
export const empty = ({ title, text, action }: { title: string; text?: string | Html; action?: Html | false }): Html =>
  html`<div class="empty"><p class="empty-title">${title}</p>${text && html`<p>${text}</p>`}${action && html`<p class="actions">${action}</p>`}</div>`
