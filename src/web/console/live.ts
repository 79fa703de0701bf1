import { type Html, html } from '../../lib/html.ts'

/** What changes by itself: while it is under way, the island of the same name looks again every few seconds. */
export const live = (isUnderWay: boolean, body: Html): Html =>
  html`<div data-live="${isUnderWay ? 'on' : 'off'}">${body}</div>`
