import { durationInWords } from '../lib/duration.ts'
import type { Values } from '../lib/substitute.ts'
import { momentInWords } from '../lib/zone.ts'
import type { Words } from '../publishing/languages/words.ts'

/** What a message may speak of. */
export type Occasion = {
  now: Date
  page: { name: string; url: string; timeZone: string }
  component: { name: string; description: string | null } | null
  alert: {
    title: string
    summary: string | null
    severity: string | null
    url: string | null
    source: string
    labels: Record<string, string>
  }
  /** When the problem began. */
  startedAt: Date
  /** When it ended; null while it lasts. */
  endedAt: Date | null
  nextUpdateAt: Date | null
}

/** The documented values of message texts, by path. `alert.labels.<name>` is open; all else is in this list. */
export const documentedValues: Record<string, string> = {
  'component.name': 'The name of the affected component; the page where the rule names none.',
  'component.description': 'Its description.',
  'page.name': 'The name of the page.',
  'page.url': 'The address of the page.',
  'alert.title': "The alert's title, as the monitoring system words it.",
  'alert.summary': "The alert's summary.",
  'alert.severity': 'info, warning, error or critical.',
  'alert.source': 'The key of the source that reported it.',
  'alert.url': "The vendor's link to the alert.",
  'alert.labels.<name>': 'A label of the alert.',
  startedAt: "When the problem began, in the page's time zone.",
  duration: 'How long it lasted, or has lasted so far, in words.',
  nextUpdateAt: "When you post again at the latest: the rule's nextUpdateEvery from the moment of posting.",
}

/** True where `path` is a documented value. */
export const isDocumented = (path: string) =>
  Object.hasOwn(documentedValues, path) || /^alert\.labels\.[\w-]+$/.test(path)

/** `words`: in another language than English. */
export function valuesFor(occasion: Occasion, words: Words | null = null): Values {
  const { now, page, component, alert, startedAt, endedAt, nextUpdateAt } = occasion
  const moment = (at: Date) =>
    words ? words.timesIn(page.timeZone).near(at, now) : momentInWords(at, page.timeZone, now)
  const lasted = (endedAt ?? now).getTime() - startedAt.getTime()
  return {
    component: { name: component?.name ?? page.name, description: component?.description ?? '' },
    page: { name: page.name, url: page.url },
    alert: { ...alert, labels: alert.labels },
    startedAt: moment(startedAt),
    duration: words ? words.duration(lasted) : durationInWords(lasted),
    nextUpdateAt: nextUpdateAt ? moment(nextUpdateAt) : '',
  }
}
