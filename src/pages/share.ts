import { type Html, html } from '../lib/html.ts'
import { codeBlock } from '../web/console/code.ts'
import { section } from '../web/console/section.ts'

/** What others need to show the page elsewhere, ready to be copied. `url` is the page's address. */
export const share = (name: string, url: string): Html =>
  section(
    'Share it',
    html`${Object.values(snippets(name, url)).map(
      ({ label, help, text }) =>
        html`<p><strong>${label}</strong><br><span class="quiet-text">${help}</span></p>${codeBlock(text, label)}`,
    )}`,
    { id: 'share' },
  )

/** The examples of docs/embedding.md, with this page's address and name. */
export const snippets = (name: string, url: string) => ({
  corner: {
    label: 'In the corner of your site',
    help: 'Shows itself while something is wrong.',
    text: html`<script async src="${url}/embed.js"></script>`.__html,
  },
  banner: {
    label: 'As a banner',
    help: 'Above everything, while something is wrong.',
    text: html`<script async src="${url}/embed.js" data-form="banner"></script>`.__html,
  },
  inline: {
    label: 'In its place',
    help: 'Stands where you put it, in good times too.',
    text: html`<script async src="${url}/embed.js" data-form="inline"></script>`.__html,
  },
  frame: {
    label: 'In a frame',
    help: 'Where no script may run.',
    text: html`<iframe src="${url}/embed" title="Status of ${name}" width="100%" height="120" style="border:0"></iframe>`
      .__html,
  },
  badge: {
    label: 'As a badge',
    help: 'Also badge-flat.svg, badge-large.svg and badge-dark.svg.',
    text: html`<a href="${url}/"><img src="${url}/badge.svg" alt="Status of ${name}"></a>`.__html,
  },
  calendar: {
    label: 'In a calendar',
    help: 'Planned work; calendar-all.ics has incidents too.',
    text: `${url}/calendar.ics`,
  },
})
