import { type Html, html, raw } from '../../lib/html.ts'
import type { PlaceId } from './nav.ts'

/** A drawing of 20 by 20, in the colour of the text beside it. */
export const glyph = (name: keyof typeof paths): Html =>
  html`<svg class="glyph" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${raw(paths[name])}</svg>`

const paths = {
  overview: '<path d="M3.5 4.5h13M3.5 10h8M3.5 15.5h5"/><path d="m12.5 14.5 2 2 3.5-4"/>',
  incidents: '<path d="M10 3.2 17.6 16H2.4z"/><path d="M10 8v3.6M10 13.6v.1"/>',
  drafts:
    '<path d="M4 16.5V13L13.2 3.8a1.7 1.7 0 0 1 2.4 0l.8.8a1.7 1.7 0 0 1 0 2.4L7.5 16.5z"/><path d="m11.7 5.3 3.2 3.2"/>',
  maintenances: '<rect x="3" y="4.5" width="14" height="12" rx="2"/><path d="M3 8.5h14M7 2.8v3M13 2.8v3"/>',
  components: '<path d="m10 3 7 3.6-7 3.6-7-3.6z"/><path d="m3 10.2 7 3.6 7-3.6M3 13.4 10 17l7-3.6"/>',
  subscribers:
    '<circle cx="8" cy="7" r="3"/><path d="M2.5 16.5c.4-3 2.6-4.7 5.5-4.7s5.1 1.7 5.5 4.7M13 4.3a3 3 0 0 1 0 5.4M15 12.3c1.5.7 2.3 2.2 2.5 4.2"/>',
  deliveries: '<path d="M17.3 2.7 2.7 8.3l5.8 3.2 3.2 5.8z"/><path d="m8.5 11.5 3.7-3.7"/>',
  inbox: '<path d="M3 11.5 5.2 4h9.6l2.2 7.5V16H3z"/><path d="M3 11.5h4l1 2h4l1-2h4"/>',
  sources: '<path d="M10 3v8.5M6.5 8.2 10 11.7l3.5-3.5"/><path d="M3.5 12v4.5h13V12"/>',
  rules:
    '<circle cx="5" cy="4.8" r="1.8"/><circle cx="5" cy="15.2" r="1.8"/><circle cx="15" cy="7.5" r="1.8"/><path d="M5 6.6v6.8M15 9.3c0 3-4.5 2.2-8.4 4.6"/>',
  messages: '<path d="M3 4h14v9.5H9l-4 3.2v-3.2H3z"/><path d="M6.5 7.5h7M6.5 10h4.5"/>',
  channels: '<path d="M3 10h9M8.5 5.5 13 10l-4.5 4.5"/><path d="M16.5 4v12"/>',
  settings: '<path d="M3 6h7M14 6h3M3 14h3M10 14h7"/><circle cx="12" cy="6" r="2"/><circle cx="8" cy="14" r="2"/>',
  more: '<path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h13"/>',
  search: '<circle cx="9" cy="9" r="5.2"/><path d="m13 13 4 4"/>',
  out: '<path d="M8 4H4v12h4M12.5 6.5 16 10l-3.5 3.5M16 10H8"/>',
  open: '<path d="M11 4h5v5M16 4l-7 7M13.5 11.5V16H4V6.5h4.5"/>',
} as const satisfies Record<PlaceId | 'more' | 'search' | 'out' | 'open', string>
