import { durationInWords } from '../../lib/duration.ts'
import { type Html, html } from '../../lib/html.ts'
import { momentInWords } from '../../lib/zone.ts'

/** Which zone, and what time it is now. */
export type Clock = { zone: string; now: Date }

/** "12 minutes ago", kept fresh by the island; the clock's time in its zone on hover. Older than a day: the moment. */
export function ago(at: Date, { zone, now }: Clock): Html {
  const past = now.getTime() - at.getTime()
  const moment = momentInWords(at, zone, now)
  if (past < 0 || past >= 86_400_000) return when(at, moment)
  const words = past < 60_000 ? 'just now' : `${durationInWords(past).replace(/ \d+ minutes?$/, shorten)} ago`
  return html`<time datetime="${at.toISOString()}" title="${moment}" data-ago>${words}</time>`
}

/** "in 12 minutes", or "3 minutes overdue", counted by the island to the second in the last hour. */
export function countdown(at: Date, { zone, now }: Clock): Html {
  const left = at.getTime() - now.getTime()
  const words = left >= 0 ? `in ${durationInWords(left)}` : `${durationInWords(-left)} overdue`
  const moment = momentInWords(at, zone, now)
  return html`<time class="countdown${left < 0 ? ' overdue' : ''}" datetime="${at.toISOString()}" title="${moment}" data-until>${words}</time>`
}

/** "11:15 CET", with the day where it is not today. */
export const moment = (at: Date, { zone, now }: Clock): Html => when(at, momentInWords(at, zone, now))

/** "2 hours 5 minutes" is more than a list needs once it is hours. */
const shorten = (minutes: string, place: number) => (place > 0 ? '' : minutes)

const when = (at: Date, text: string): Html => html`<time datetime="${at.toISOString()}">${text}</time>`
