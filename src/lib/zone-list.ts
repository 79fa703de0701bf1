import { type Html, html } from './html.ts'

const zones: readonly string[] = Intl.supportedValuesOf('timeZone')

/** What an input with this `list` offers while one types the name of a zone. */
export const zoneList = (id: string): Html =>
  html`<datalist id="${id}">${zones.map((zone) => html`<option value="${zone}"></option>`)}</datalist>`
