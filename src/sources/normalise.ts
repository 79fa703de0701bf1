import { createHash } from 'node:crypto'
import { wrong } from './payload.ts'
import { webAddress } from './read.ts'
import type { ParsedAlert } from './source.ts'

const mostLabels = 100

/** What every alert keeps to, whichever source it came from: bounded, printable, and storable in PostgreSQL. */
export function normalise(alert: ParsedAlert): ParsedAlert {
  const key = short(line(alert.key), 500)
  if (key === '') throw wrong('', 'expected a key of printable characters')
  return {
    key,
    occurrence: alert.occurrence === null ? null : short(line(alert.occurrence), 200) || null,
    state: alert.state,
    severity: alert.severity,
    title: cut(line(alert.title), 500) || key,
    summary: alert.summary === null ? null : cut(printable(alert.summary), 10_000) || null,
    labels: labels(alert.labels),
    url: webAddress(alert.url === null ? null : line(alert.url)),
    startedAt: alert.startedAt,
    endedAt: alert.state === 'firing' ? null : alert.endedAt,
  }
}

function labels(all: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all)
      .slice(0, mostLabels)
      .map(([name, value]) => [cut(line(name), 200), cut(printable(value), 1_000)])
      .filter(([name]) => name !== ''),
  )
}

/** One line: control characters and runs of white space become one space. */
const line = (value: string) => printable(value).replace(/\s+/g, ' ').trim()

/** Without control characters but tab and newline, without half surrogates, and without marks that turn the direction of text. */
const printable = (value: string) =>
  value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()

/** A long name keeps its readable beginning; the hash of the whole keeps it apart from others that begin alike. */
const short = (value: string, limit: number) =>
  value.length <= limit
    ? value
    : `${value.slice(0, limit - 65).toWellFormed()}~${createHash('sha256').update(value).digest('hex')}`

const cut = (value: string, limit: number) =>
  value.length <= limit ? value : `${value.slice(0, limit - 1).toWellFormed()}…`
