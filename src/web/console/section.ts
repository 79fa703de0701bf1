import { type Html, html } from '../../lib/html.ts'

/** A part of a page under its own heading. */
export const section = (
  title: string,
  body: Html | readonly Html[],
  { id, actions }: { id?: string; actions?: Html | false | null } = {},
): Html =>
  html`<section class="part"${id && html` id="${id}"`}><div class="part-head"><h2>${title}</h2>${actions}</div>${body}</section>`
