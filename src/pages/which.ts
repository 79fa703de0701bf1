import { type Html, html } from '../lib/html.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import type { Page } from './find.ts'

/** Asks on which page; `none` says why there has to be one. */
export const whichPage = (pages: readonly Page[], none: string, to: (page: Page) => string): Html =>
  pages.length === 0
    ? empty({
        title: 'There is no page yet.',
        text: none,
        action: linkButton('Make a page', '/console/settings/pages/new'),
      })
    : html`<p class="lede">On which page?</p><ul class="choices">${pages.map((page) => html`<li>${linkButton(page.name, to(page))}</li>`)}</ul>`
