import { basename } from 'node:path'
import { type Html, html } from '../../lib/html.ts'

export { mark, state, type Tone } from '../../lib/mark.ts'

/** A word that sorts things, without a colour: "automatic", "from upfront.yaml". */
export const chip = (words: string | Html): Html => html`<span class="chip">${words}</span>`

/** Text that a person copies: an id, an address, a command. The island adds a button. */
export const copyable = (text: string, label = 'Copy'): Html =>
  html`<span class="copyable"><code>${text}</code><button type="button" class="button small" data-copy="${text}" hidden>${label}</button></span>`

/** A secret that is shown again only by its end: `••••1f3c`. */
export const masked = (secret: string): Html => html`<code>••••${secret.slice(-4)}</code>`

/** The file that sets a thing, by its name; where it lies shows on hover. */
export const fileChip = (file: string): Html => html`<span class="chip" title="${file}">${basename(file)}</span>`

/** Says that a configuration file sets this, so that it is read-only here; where the file lies is folded away. */
export const managedNote = (file: string | null): Html | null =>
  file === null
    ? null
    : html`<div class="note"><p>This comes from <code>${basename(file)}</code>. Change it in that file and apply it; here it is read-only.</p>${file !== basename(file) && html`<details><summary>Where the file is</summary><p><code>${file}</code></p></details>`}</div>`
