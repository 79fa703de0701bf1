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
export const upfrontBody = (message: Message): string =>
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
