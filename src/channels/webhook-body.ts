import { printable } from '../lib/markdown.ts'
import type { Message } from './channel.ts'
import { fitted } from './fit.ts'
import { plainLine } from './rich-text.ts'

/** As much as fits of what a program is told: `make` gets the room for the text, and how many components may be named. */
export function fittedJson(make: (room: number, components: number) => object): string {
  let room = 12_000
  let components = 100
  let text = JSON.stringify(make(room, components))
  while (Buffer.byteLength(text) > longest && (room > 1 || components > 0)) {
    room = Math.floor(room * 0.6)
    components = Math.floor(components * 0.6)
    text = JSON.stringify(make(room, components))
  }
  return text
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size */
const longest = 20_000

/** Type, time and data, as the specification advises; field names and statuses are those of our API. */
export function upfrontBody(message: Message): string {
  const { incident, manage } = message
  if (!incident || !manage) return whole(message)
  const known = written.get(incident)
  if (known && isSame(known.of, message)) return known.before + JSON.stringify(manage.url) + known.after
  const text = whole(message)
  // Inside of a text its quotes would have backslashes.
  const [before, after] = text.split(`"manageUrl":${JSON.stringify(manage.url)}`)
  if (before !== undefined && after !== undefined)
    written.set(incident, { of: message, before: `${before}"manageUrl":`, after })
  return text
}

/** A post goes to thousands of programs, in the same words but for one address. */
const written = new WeakMap<NonNullable<Message['incident']>, { of: Message; before: string; after: string }>()

/** Says the same, in as many bytes. */
const isSame = (one: Message, other: Message) =>
  (['kind', 'language', 'heading', 'body'] as const).every((part) => one[part] === other[part]) &&
  one.page === other.page &&
  one.link.url === other.link.url &&
  Buffer.byteLength(one.manage?.url ?? '') === Buffer.byteLength(other.manage?.url ?? '')

const whole = (message: Message): string =>
  fittedJson((room, components) => ({
    type: typeOf(message),
    timestamp: message.incident?.update.postedAt.toISOString() ?? null,
    data: {
      page: { id: message.page.id, name: plainLine(message.page.name, 200), url: message.page.url },
      heading: plainLine(message.heading, 500),
      body: fitted(printable(message.body), room),
      url: message.link.url,
      manageUrl: message.manage?.url ?? null,
      language: message.language,
      incident: message.incident && incidentOf(message.incident, room, components),
    },
  }))

/** `incident.updated`, `maintenance.created`, `notice.withdrawn`; `note` for what is about none. */
function typeOf({ kind, incident }: Message): string {
  if (!incident) return 'note'
  if (kind === 'correction') return `${incident.kind}.corrected`
  if (kind === 'withdrawal') return `${incident.kind}.withdrawn`
  return `${incident.kind}.${incident.update.number === 1 ? 'created' : incident.isOver ? 'resolved' : 'updated'}`
}

const incidentOf = (incident: NonNullable<Message['incident']>, room: number, components: number) => ({
  id: incident.id,
  kind: incident.kind,
  title: plainLine(incident.title, 500),
  status: incident.status,
  impact: incident.impact,
  startedAt: incident.startedAt.toISOString(),
  resolvedAt: incident.resolvedAt?.toISOString() ?? null,
  update: {
    id: incident.update.id,
    number: incident.update.number,
    status: incident.update.status,
    body: fitted(printable(incident.update.body), Math.floor(room / 4)),
    postedAt: incident.update.postedAt.toISOString(),
    nextUpdateAt: incident.update.nextUpdateAt?.toISOString() ?? null,
  },
  components: incident.components
    .slice(0, components)
    .map(({ id, name, status }) => ({ id, name: plainLine(name, 200), status })),
})
