import { type Html, html } from '../lib/html.ts'
import { empty } from '../web/console/empty.ts'
import { listTools } from '../web/console/tables.ts'
import type { Found } from './find.ts'

/** What was found, as links; the command palette reads them from here. */
export const findView = (words: string, found: readonly Found[]): Html =>
  html`${listTools({ path: '/console/find', search: { value: words, label: 'A few letters of what you look for' } })}${
    found.length === 0
      ? empty({ title: `Nothing is called “${words}”.` })
      : html`<ul class="found" data-found>${found.map(
          ({ name, about, href }) =>
            html`<li><a href="${href}" data-about="${about}"><span><bdi>${name}</bdi></span></a> <span class="quiet-text">${about}</span></li>`,
        )}</ul>`
  }`
