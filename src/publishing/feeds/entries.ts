import { type Html, html } from '../../lib/html.ts'
import { markdownToText } from '../../lib/markdown.ts'
import type { Frame } from '../frame.ts'
import type { IncidentInfo, IncidentStatus, UpdateInfo } from '../snapshot.ts'

/** An incident as feeds carry it: one entry that grows, as Statuspage's readers are used to. */
export type Entry = {
  url: string
  title: string
  html: string
  text: string
  publishedAt: Date
  updatedAt: Date
  tags: string[]
}

/** The fifty entries that changed last. */
export const entries = (frame: Frame): Entry[] =>
  frame.snapshot.incidents
    .toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
    .slice(0, 50)
    .map((incident) => entry(frame, incident))

/** When a feed's content last changed. */
export const feedUpdated = (frame: Frame, all: Entry[]) => all[0]?.updatedAt ?? frame.page.updatedAt

function entry(frame: Frame, incident: IncidentInfo): Entry {
  const { id, kind, status, title, createdAt, updatedAt, updates } = incident
  return {
    url: frame.address(`/incidents/${id}`),
    title: kind === 'notice' ? title : frame.words.text('feed.entry', { phase: phase(frame, status), title }),
    html: updates.map((update) => asHtml(frame, update).__html).join('\n'),
    text: updates.map((update) => asText(frame, update)).join('\n\n'),
    publishedAt: createdAt,
    updatedAt,
    tags: [kind, ...incident.components.map((component) => component.name)],
  }
}

function asHtml(frame: Frame, update: UpdateInfo): Html {
  const said = update.withdrawn ? html`<p>${withdrawal(frame, update.withdrawn)}</p>` : frame.markdown(update.body)
  return html`<p><strong>${phase(frame, update.status)}</strong>, ${frame.times.full(update.displayAt)}${correction(frame, update)}</p>
${said}`
}

function asText(frame: Frame, update: UpdateInfo): string {
  const said = update.withdrawn ? withdrawal(frame, update.withdrawn) : markdownToText(update.body)
  return `${phase(frame, update.status)}, ${frame.times.full(update.displayAt)}${correction(frame, update)}\n${said}`
}

const phase = ({ words }: Frame, status: IncidentStatus) => words.text(`phase.${status}`)

const withdrawal = (frame: Frame, { at, reason }: { at: Date; reason: string }) =>
  `${frame.words.text('feed.withdrawn', { time: frame.times.full(at) })} ${reason}`.trim()

const correction = (frame: Frame, update: UpdateInfo) =>
  update.correctedAt && !update.withdrawn
    ? ` ${frame.words.text('feed.corrected', { time: frame.times.near(update.correctedAt, update.displayAt) })}`
    : ''
