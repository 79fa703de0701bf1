import { type Html, html } from '../../lib/html.ts'

/** A command or a payload to read and copy. It scrolls by itself, also by keyboard. */
export const codeBlock = (text: string, label: string, { copy = true }: { copy?: boolean } = {}): Html =>
  html`<div class="code-block"><pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>${copy && html`<button type="button" class="button small" data-copy="${text}" hidden>Copy</button>`}</div>`

/** Names with their values, such as headers and labels. */
export const facts = (entries: readonly (readonly [name: string, value: Html | string | null | false])[]): Html =>
  html`<dl class="facts">${entries
    .filter(([, value]) => value !== null && value !== false)
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
