import { type Html, html } from '../../lib/html.ts'

export type Cell = Html | string | number | null
export type Column = {
  label: string
  /** `main` is what the row is about and carries its link; `words` keeps room for a sentence; `number` stands at the right; `aside` is quiet. */
  kind?: 'main' | 'words' | 'number' | 'aside'
  /** On a phone, where there is no head, the label stands before the value. */
  labelled?: boolean
}
export type Row = {
  /** Where the row leads: its first `main` cell becomes a link. */
  href?: string
  cells: readonly Cell[]
}

/** A list of things: sticky head, rows that arrow keys, `j` and `k` walk through, a link to what is older. */
export function table({
  caption,
  columns,
  rows,
  older,
  empty,
}: {
  /** For screen readers: what the list holds. */
  caption: string
  columns: readonly Column[]
  rows: readonly Row[]
  /** The address of what comes after; null at the end. */
  older?: string | null
  /** Shown instead of a table without rows. */
  empty: Html
}): Html {
  if (rows.length === 0) return empty
  return html`<table class="list" role="table" data-rows>
<caption class="sr">${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    ({ label, kind }) => html`<th role="columnheader" scope="col"${kind && html` class="${kind}"`}>${label}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => tableRow(columns, row))}</tbody>
</table>
${older && html`<p class="older"><a class="button" href="${older}" rel="next">Show older</a></p>`}`
}

function tableRow(columns: readonly Column[], { href, cells }: Row): Html {
  const main = Math.max(
    0,
    columns.findIndex(({ kind }) => kind === 'main'),
  )
  return html`<tr role="row">${cells.map((cell, i) => {
    const kind = columns[i]?.kind
    const content = href && i === main ? html`<a href="${href}" class="row-link">${cell}</a>` : cell
    const labelled = columns[i]?.labelled && cell !== null && 'labelled'
    const look = [kind, labelled].filter(Boolean).join(' ')
    return html`<td role="cell"${look && html` class="${look}"`} data-label="${columns[i]?.label ?? ''}">${content}</td>`
  })}</tr>\n`
}

export type Filter = {
  /** The query's name. */
  name: string
  label: string
  /** Values with their words; an empty value means no filter. */
  options: readonly (readonly [value: string, word: string])[]
  value: string
}

/** What stands above a list: search first, then filters as words. All of it is in the address. */
export function listTools({
  path,
  search,
  filters = [],
  keep = {},
}: {
  path: string
  search?: { value: string; label: string }
  filters?: readonly Filter[]
  /** Query names and values that stay as they are, such as `page`. */
  keep?: Record<string, string | null | undefined>
}): Html {
  const now = { ...keep, ...Object.fromEntries(filters.map(({ name, value }) => [name, value])) }
  const hidden = Object.entries(now).filter(([, value]) => value)
  return html`<div class="tools">${
    search &&
    html`<form class="search" role="search" action="${path}" method="get">${hidden.map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
    )}<label class="sr" for="search">${search.label}</label><input id="search" type="search" name="q" value="${search.value}" placeholder="${search.label}" autocomplete="off" data-search></form>`
  }${filters.map((filter) => filterWords(path, filter, { ...now, q: search?.value }))}</div>`
}

const filterWords = (path: string, { name, label, options, value }: Filter, now: Query): Html =>
  html`<nav class="filter" aria-label="${label}">${options.map(
    ([option, word]) =>
      html`<a href="${address(path, { ...now, [name]: option })}"${option === value && html` aria-current="true"`}>${word}</a>`,
  )}</nav>`

type Query = Record<string, string | null | undefined>

/** A path with a query of those values that are not empty. */
export function address(path: string, query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
