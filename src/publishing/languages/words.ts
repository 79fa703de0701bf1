import { type Html, html, raw } from '../../lib/html.ts'
import { remembered } from '../../lib/remembered.ts'
import { monthName, type Times, timesIn } from '../../lib/times.ts'
import type { Key, Language, Plural, Values } from './language.ts'

/** Strings that a page has in the place of ours, by name; those that count things by name and category: `list.more.one`. */
export type Wording = Readonly<Record<string, string>>

/** One language as renderers speak it. */
export type Words = {
  lang: string
  dir: 'ltr' | 'rtl'
  locale: string
  /** The arrow in the direction in which one reads. */
  arrow: '→' | '←'
  /** A string of the page with its values, as plain text. */
  text: <K extends Key>(key: K, ...values: Needed<K, string>) => string
  /** The same as HTML, where a value may be HTML. */
  html: <K extends Key>(key: K, ...values: Needed<K, Html | string>) => Html
  number: (value: number, digits?: number) => string
  /** "12 minutes", "1 hour 5 minutes", "2 days 3 hours". */
  duration: (milliseconds: number) => string
  /** Names in a sentence: the first two and how many more, where they are more than three. */
  listed: (names: readonly string[]) => string
  /** For how many the verb of a sentence about these names is. */
  numberOf: (names: readonly string[]) => number
  /** "November 2026" of "2026-11". */
  month: (month: string) => string
  /** Times of a zone, as the language writes them. */
  timesIn: (zone: string) => Times
}

type Needed<K extends Key, V> = keyof Values<K, V> extends never ? [] : [values: Values<K, V>]

/** Speaks a language (what is slow to make is made when it is first needed), with a page's own wording in the place of its strings. */
export function wordsOf(language: Language, wording: Wording = {}): Words {
  const { lang, dir, strings, locale = lang } = language
  let plurals: Intl.PluralRules | undefined
  const numbers = new Map<number, Intl.NumberFormat>()
  let list: Intl.ListFormat | undefined

  function template(key: Key, count: number | undefined): string {
    const own: string | Plural = strings[key]
    if (typeof own === 'string') return wording[key] ?? own
    const category = (plurals ??= new Intl.PluralRules(locale)).select(count ?? 0)
    return wording[`${key}.${category}`] ?? own[category] ?? wording[`${key}.other`] ?? own.other
  }
  const number = (value: number, digits = 0) => {
    const known =
      numbers.get(digits) ??
      // What is rounded to nothing has no sign.
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        signDisplay: 'negative',
      })
    numbers.set(digits, known)
    return known.format(value)
  }
  const filled = <V>(
    key: Key,
    values: Record<string, V | number> | undefined,
    write: (value: V | string) => string,
  ) => {
    const count = values?.count
    return partsOf(template(key, typeof count === 'number' ? count : undefined))
      .map((part, i) => {
        const value = i % 2 === 0 ? part : values?.[part]
        return value === undefined ? '' : write(typeof value === 'number' ? number(value) : value)
      })
      .join('')
  }
  const text = <K extends Key>(key: K, ...[values]: Needed<K, string>): string => filled<string>(key, values, (v) => v)
  return {
    lang,
    dir,
    locale,
    arrow: dir === 'rtl' ? '←' : '→',
    text,
    html: (key, ...[values]) => raw(filled<Html | string>(key, values, (value) => html`${value}`.__html)),
    number,
    duration: (milliseconds) => {
      const minutes = Math.floor(Math.max(0, milliseconds) / 60_000)
      return minutes < 1 ? text('duration.moment') : lasting(locale)(minutes)
    },
    listed: (names) => {
      const isolated = names.map((name) => isolate(name, dir))
      const shown =
        names.length > 3 ? [...isolated.slice(0, 2), text('list.more', { count: names.length - 2 })] : isolated
      list ??= new Intl.ListFormat(locale, { type: 'conjunction' })
      return list.format(shown)
    },
    numberOf: (names) => (names.length === 1 && language.isPlural?.(names[0] ?? '') ? 2 : names.length),
    month: (month) => monthName(month, locale),
    timesIn: (zone) =>
      timesIn(zone, {
        locale,
        zoned: (clock, zone) => text('time.zoned', { clock, zone }),
        dated: (date, time) => text('time.dated', { date, time }),
        weekday: (weekday, date) => text('time.weekday', { weekday, date }),
      }),
  }
}

/** Texts and the names of values, in turn. */
const partsOf = remembered((template: string) => template.split(/\{(\w+)\}/), 1000)

const lasting = remembered((locale: string) => {
  const lengths = new Intl.DurationFormat(locale, { style: 'long' })
  return remembered((minutes: number) => {
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
    return lengths.format(days > 0 ? { days, hours } : { hours, minutes: rest }).replaceAll(/[,،、] ?/g, ' ')
  }, 500)
})

/** A name that is read in the other direction keeps its order within a sentence. https://www.unicode.org/reports/tr9/ */
const isolate = (name: string, dir: 'ltr' | 'rtl') =>
  dir === 'rtl' || /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(name) ? `\u2068${name}\u2069` : name
