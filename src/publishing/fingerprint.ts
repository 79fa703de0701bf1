import { hash } from 'node:crypto'
import type { Document } from './documents.ts'
import type { IncidentInfo } from './snapshot.ts'

/** What this snapshot cannot render: what is published stays. */
export const keep = (path: string, contentType = 'text/html; charset=utf-8'): Document => ({
  path,
  contentType,
  kind: 'cold',
  fingerprint: '',
  render: null,
})

/**
 * What an incident's page shows, without the long texts: those have a time of their last change. Runs for every incident, and
 * is asked by its page, its month, the calendar and the search: once for each reading.
 */
export function contentOf(incident: IncidentInfo): string {
  const known = contents.get(incident) ?? read(incident)
  contents.set(incident, known)
  return known
}

const contents = new WeakMap<IncidentInfo, string>()

function read(incident: IncidentInfo): string {
  const { updates, components, ...rest } = incident
  const posts = updates.map(
    ({ id, status, displayAt, updatedAt, correctedAt, withdrawn, earlier, affected, bodyLang }) =>
      list([
        id,
        status,
        displayAt,
        updatedAt,
        correctedAt,
        withdrawn?.at,
        withdrawn?.reason,
        earlier.length,
        bodyLang,
        ...pairs(affected),
      ]),
  )
  return list([...Object.values(rest), ...pairs(components), ...posts])
}

const pairs = (ones: object[]) => ones.flatMap((one) => Object.values(one))

/** Dates as numbers: writing them out takes longer than all the rest. */
const list = (values: (string | number | Date | null | undefined)[]) =>
  values.map((value) => (value instanceof Date ? value.getTime() : value)).join('\u0000')

export const short = (text: string | Buffer) => hash('sha256', text, 'base64url').slice(0, 16)
