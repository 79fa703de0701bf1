import type { Actor } from '../../lib/context.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Around } from './around.ts'
import { glyph } from './icons.ts'
import { type Place, type PlaceId, places, placesFor, underTheThumb } from './nav.ts'
import { address } from './tables.ts'

/** The navigation of wide screens. */
export const sidebar = (actor: Actor, around: Around, active: PlaceId | null): Html =>
  html`<header class="sidebar">
<p class="brand"><a href="/console">${around.organization}</a></p>
<a class="find" href="/console/find" data-palette>${glyph('search')}<span>Find or go to</span><kbd>Ctrl K</kbd></a>
${navigation('Console', actor, around, active)}
${about(actor, around)}
</header>`

/** The navigation of phones: four places under the thumb, and the rest one tap away. */
export const bottomBar = (around: Around, active: PlaceId | null): Html =>
  html`<nav class="bottom" aria-label="Most used">${places
    .filter(({ id }) => underTheThumb.includes(id))
    .map((place) =>
      placeLink(place, around, active),
    )}<button type="button" popovertarget="menu">${glyph('more')}<span>Menu</span></button></nav>`

export const menu = (actor: Actor, around: Around, active: PlaceId | null): Html =>
  html`<div class="menu" id="menu" popover role="dialog" aria-label="Menu">
<p><a class="find" href="/console/find">${glyph('search')}<span>Find or go to</span></a></p>
${navigation('Everything', actor, around, active)}
${about(actor, around)}
<p><button type="button" class="button" popovertarget="menu" popovertargetaction="hide">Close</button></p>
</div>`

const navigation = (label: string, actor: Actor, around: Around, active: PlaceId | null): Html =>
  html`<nav aria-label="${label}">${[...Map.groupBy(placesFor(actor), ({ group }) => group)].map(
    ([group, ones]) =>
      html`<p class="group-name${group === 'Now' ? ' sr' : ''}">${group}</p><ul>${ones.map((place) => html`<li>${placeLink(place, around, active)}</li>`)}</ul>`,
  )}</nav>`

function placeLink({ id, name, path, key }: Place, around: Around, active: PlaceId | null): Html {
  const href = address(path, { page: around.page?.slug })
  return html`<a href="${href}" data-key="${key}"${id === active && html` aria-current="page"`}>${glyph(id)}<span>${name}</span>${count(id, around)}</a>`
}

function count(id: PlaceId, { waiting, open }: Around): Html | null {
  const [number, words] = id === 'drafts' ? [waiting, 'waiting'] : id === 'incidents' ? [open, 'open'] : [0, '']
  return number === 0 ? null : html`<span class="count">${number}<span class="sr"> ${words}</span></span>`
}

const about = (actor: Actor, around: Around): Html =>
  html`<div class="about">
${around.pages.length > 1 && pageSwitch(around)}
<p class="who"><strong>${actor.name}</strong><span>${'role' in actor ? actor.role : actor.kind}</span></p>
<form method="post" action="/console/sign-out"><button type="submit" class="out">${glyph('out')}<span>Sign out</span></button></form>
<p class="zone">Times in ${around.zone.replaceAll('_', ' ')}</p>
</div>`

const pageSwitch = ({ pages, page }: Around): Html =>
  html`<details class="switch"><summary>${page?.name ?? 'All pages'}</summary><ul><li><a href="?page="${page === null && html` aria-current="true"`}>All pages</a></li>${pages.map(
    ({ slug, name }) =>
      html`<li><a href="?page=${slug}"${page?.slug === slug && html` aria-current="true"`}>${name}</a></li>`,
  )}</ul></details>`
