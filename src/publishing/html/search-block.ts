import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { searchForm } from '../search/page.ts'

/** The way to the page's search, as a block of the front. */
export const searchBlock = (frame: Frame): Html => html`<div class="find">${searchForm(frame)}</div>\n`
