import { type Medium, media } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { type LanguageCode, languageCodes } from '../publishing/languages/codes.ts'
import { type Entry, type EntryState, entryStates } from '../subscribers/decide.ts'
import { channelFor, destinationOf } from '../subscribers/destination.ts'
import { askedConsent, isHearsay } from '../subscribers/hearsay.ts'
import { Labels } from '../subscribers/preferences.ts'
import { withSecret } from '../subscribers/with-secret.ts'
import type { Columns, Meaning } from './columns.ts'
import { unescaped } from './formulas.ts'

export type LineProblem = { column: string; expected: string }
export type ReadLine = { entry: Entry } | { problems: LineProblem[] }

/** The page's components by what a file may call them: id, key or name, in lower case. */
export type ComponentNames = ReadonlyMap<string, string>

/** What holds of every line of a file. */
export type InFile = { names: ComponentNames; usual: EntryState; hasConsent: boolean }

/** What one line asks for, or all that is wrong with it. Problems quote nothing of the line. */
export function readLine(ctx: Context, columns: Columns, cells: readonly string[], file: InFile): ReadLine {
  const { names } = file
  const problems: LineProblem[] = []
  const cell = (meaning: Meaning): string => {
    const at = columns.meanings.indexOf(meaning)
    return at < 0 ? '' : unescaped(cells[at] ?? '').trim()
  }
  const wrong = (meaning: Meaning, expected: string) => {
    const at = columns.meanings.indexOf(meaning)
    problems.push({ column: columns.names[at] ?? meaning, expected })
  }
  if (cells.length > columns.names.length)
    problems.push({ column: '', expected: `expected ${columns.names.length} values, not ${cells.length}` })
  const destination = readDestination(ctx, columns, cell, wrong)
  const entry = {
    choice: readComponents(cell('components'), names, (expected) => wrong('components', expected)),
    labels: readLabels(cell('labels'), (expected) => wrong('labels', expected)),
    language: readLanguage(cell('language'), (expected) => wrong('language', expected)),
    state: readState(cell, (expected) => wrong('state', expected)),
    consentAt: readTime(cell('confirmed_at'), (expected) => wrong('confirmed_at', expected)),
    consentText: cell('consent_text').slice(0, 2000) || null,
  }
  if (destination && isHearsay(destination.channel, { ...entry, state: entry.state ?? file.usual }) && !file.hasConsent)
    wrong('consent_text', `${askedConsent}, here or with the file`)
  return problems.length > 0 || destination === null ? { problems } : { entry: { destination, ...entry } }
}

type Cell = (meaning: Meaning) => string
type Wrong = (expected: string) => void

function readDestination(
  ctx: Context,
  columns: Columns,
  cell: Cell,
  wrong: (meaning: Meaning, expected: string) => void,
) {
  const given = Object.fromEntries(
    columns.meanings.flatMap((meaning) => {
      const value = meaning?.startsWith('target.') ? cell(meaning) : ''
      return value === '' ? [] : [[meaning!.slice('target.'.length), value]]
    }),
  )
  const medium = mediumOf(cell, given)
  if (medium === null) {
    wrong('channel', `expected one of ${media.slice(0, -5).join(', ')}`)
    return null
  }
  try {
    if (medium === 'email') return destinationOf(ctx, medium, { email: cell('email') })
    return destinationOf(ctx, medium, withSecret(ctx, channelFor(medium), given).target)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    for (const { pointer, detail } of error.problems) {
      const field = pointer.split('/').at(-1) ?? ''
      wrong(field === 'email' ? 'email' : field === 'channel' ? 'channel' : `target.${field}`, detail)
    }
    return null
  }
}

function mediumOf(cell: Cell, given: Record<string, string>): Medium | null {
  const called = cell('channel').toLowerCase()
  if (called !== '') return media.find((one) => one === (others[called] ?? called)) ?? null
  if (cell('email') !== '' || Object.keys(given).length === 0) return 'email'
  return given.number === undefined ? 'webhook' : 'sms'
}

const others: Record<string, string> = { mail: 'email', 'e-mail': 'email', phone: 'sms', text: 'sms', push: 'web-push' }

function readComponents(text: string, names: ComponentNames, wrong: Wrong): Entry['choice'] {
  if (text === '') return undefined
  if (/^(everything|all|\*)$/i.test(text)) return null
  const given = text.split(';').map((name) => name.trim())
  const ids = given.filter(Boolean).map((name) => names.get(name.toLowerCase()))
  if (ids.includes(undefined))
    wrong('expected keys of components of this page with semicolons between, or "everything"')
  return [...new Set(ids.filter((id) => id !== undefined))]
}

function readLabels(text: string, wrong: Wrong): Entry['labels'] {
  if (text === '') return undefined
  const labels = Labels.safeParse(
    text
      .split(';')
      .map((label) => label.trim())
      .filter(Boolean),
  )
  if (!labels.success) wrong('expected at most 50 labels of at most 60 characters, with semicolons between')
  return labels.data
}

function readLanguage(text: string, wrong: Wrong): LanguageCode | undefined {
  if (text === '') return undefined
  const short = text.toLowerCase().split(/[-_]/)[0]
  const code = languageCodes.find((one) => one === short)
  if (!code) wrong(`expected one of ${languageCodes.join(', ')}`)
  return code
}

function readState(cell: Cell, wrong: Wrong): EntryState | undefined {
  if (cell('quarantined_at') !== '') return 'quarantined'
  if (cell('unsubscribed_at') !== '') return 'unsubscribed'
  const text = cell('state').toLowerCase()
  if (text === '') return undefined
  const called = { confirmed: 'active', pending: 'unconfirmed', bounced: 'suppressed' }[text] ?? text
  const state = entryStates.find((one) => one === called)
  if (!state) wrong(`expected one of ${entryStates.join(', ')}`)
  return state
}

const Time = z.iso.datetime({ offset: true }).or(z.iso.date())

function readTime(text: string, wrong: Wrong): Date | null {
  if (text === '') return null
  const time = Time.safeParse(text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(/ ?UTC$/, 'Z'))
  if (!time.success) wrong('expected a time such as 2026-11-23T08:00:00Z')
  return time.success ? new Date(time.data) : null
}
