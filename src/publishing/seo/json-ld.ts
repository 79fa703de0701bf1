import { shownBlocks } from '../../content/schema.ts'
import { type Html, raw } from '../../lib/html.ts'
import { markdownToText } from '../../lib/markdown.ts'
import type { Frame } from '../frame.ts'
import { statusWord } from '../html/around.ts'
import { ownText } from '../html/own-text.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { isPlanned } from '../words.ts'

/** A thing as https://schema.org describes it. */
export type Thing = { '@type': string } & Record<string, unknown>

/** Things for search engines. A browser runs no script of this type, so the page's policy does not concern it. */
export function jsonLd(things: readonly Thing[]): Html | null {
  if (things.length === 0) return null
  const text = JSON.stringify({ '@context': 'https://schema.org', '@graph': things })
  return raw(`<script type="application/ld+json">${text.replaceAll(/[<>&\u2028\u2029]/g, escaped)}</script>\n`)
}

/** JSON reads it as the sign itself; HTML sees nothing that could end the script. */
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

/** The front: the page, work that is planned, questions with their answers where it shows them. */
export function aboutHome(frame: Frame, description: string): Thing[] {
  const { page, snapshot, now, words } = frame
  const front: Thing = {
    '@type': 'WebPage',
    '@id': frame.address('/'),
    url: frame.address('/'),
    name: [page.name, statusWord(frame)].filter(Boolean).join(' '),
    description,
    inLanguage: words.lang,
    dateModified: now.toISOString(),
    publisher: organization(frame),
  }
  return [front, ...snapshot.incidents.filter(isPlanned).map((one) => event(frame, one)), ...faqPage(frame)]
}

/** An incident with its posts as a live blog, planned work as an event. */
export const aboutIncident = (frame: Frame, incident: IncidentInfo): Thing[] => [
  incident.kind === 'maintenance' ? event(frame, incident) : liveBlog(frame, incident),
]

const organization = ({ page }: Frame): Thing => ({ '@type': 'Organization', name: page.name, url: page.url })

function event(frame: Frame, incident: IncidentInfo): Thing {
  const { scheduledFor, scheduledUntil, startedAt, resolvedAt } = incident
  const address = addressOf(frame, incident)
  const start = scheduledFor ?? startedAt
  const cancelled = resolvedAt !== null && resolvedAt < start
  return {
    '@type': 'Event',
    '@id': address,
    url: address,
    name: incident.title,
    description: newestText(incident) || incident.title,
    startDate: start.toISOString(),
    ...(scheduledUntil && { endDate: scheduledUntil.toISOString() }),
    eventStatus: `https://schema.org/Event${cancelled ? 'Cancelled' : 'Scheduled'}`,
    eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
    location: { '@type': 'VirtualLocation', url: address },
    organizer: organization(frame),
  }
}

function liveBlog(frame: Frame, incident: IncidentInfo): Thing {
  const address = addressOf(frame, incident)
  const posts = incident.updates.filter(({ withdrawn }) => !withdrawn)
  return {
    '@type': 'LiveBlogPosting',
    '@id': address,
    url: address,
    mainEntityOfPage: address,
    headline: incident.title.slice(0, 110).toWellFormed(),
    inLanguage: frame.words.lang,
    datePublished: incident.createdAt.toISOString(),
    dateModified: incident.updatedAt.toISOString(),
    coverageStartTime: incident.startedAt.toISOString(),
    ...(incident.resolvedAt && { coverageEndTime: incident.resolvedAt.toISOString() }),
    author: organization(frame),
    publisher: organization(frame),
    about: incident.components.map(({ name }) => ({ '@type': 'Thing', name })),
    liveBlogUpdate: posts.slice(0, mostPosts).map((post) => ({
      '@type': 'BlogPosting',
      '@id': `${address}#post-${post.id}`,
      headline: frame.words.text(`phase.${post.status}`),
      articleBody: markdownToText(post.body).slice(0, longestBody).toWellFormed(),
      datePublished: post.displayAt.toISOString(),
      dateModified: (post.correctedAt ?? post.displayAt).toISOString(),
    })),
  }
}

const mostPosts = 10
const longestBody = 1000

function faqPage(frame: Frame): Thing[] {
  const { content } = frame.page
  if (content.faq.length === 0 || !shownBlocks(content).includes('faq')) return []
  const questions = content.faq.map(({ question, answer, translations }) => ({
    '@type': 'Question',
    name: ownText(frame, question, 'question', translations).text,
    acceptedAnswer: { '@type': 'Answer', text: markdownToText(ownText(frame, answer, 'answer', translations).text) },
  }))
  return [{ '@type': 'FAQPage', '@id': `${frame.address('/')}#faq`, mainEntity: questions }]
}

const newestText = ({ updates }: IncidentInfo): string =>
  markdownToText(updates.find(({ withdrawn }) => !withdrawn)?.body ?? '')
    .slice(0, longestBody)
    .toWellFormed()

const addressOf = (frame: Frame, { id }: IncidentInfo) => frame.address(`/incidents/${id}`)
