import { shownBlocks } from '../../content/schema.ts'
import { markdownToText } from '../../lib/markdown.ts'
import { z } from '../../lib/zod.ts'
import type { Document } from '../documents.ts'
import { contentOf, keep, short } from '../fingerprint.ts'
import type { Frame } from '../frame.ts'
import { faqAnchors } from '../html/faq.ts'
import { ownText } from '../html/own-text.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { isPlanned } from '../words.ts'
import { closedPage } from './page.ts'
import type { Searched } from './segment.ts'

/** `/search.json`: where the texts are that are searched, and how is said what is found. */
export const SearchFile = z.object({
  segments: z.array(z.string()),
  language: z.string(),
  wording: z.record(z.string(), z.string()),
  home: z.string(),
})
export type SearchFile = z.infer<typeof SearchFile>

/**
 * What `/search` is answered from: these files and no others, so a question finds what their reader may see and nothing
 * else, with or without the database. The texts are kept by month: a new post changes the file of its month alone.
 */
export function searchDocuments(frame: Frame, chrome: string): Document[] {
  const { incidents, history } = frame.snapshot
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const ahead = incidents.filter(isPlanned)
  const months = history.map(({ month, incidents: ids }): Document => {
    const ones = ids.map((id) => byId.get(id)).filter((one) => one !== undefined)
    return ones.length < ids.length ? keep(`/search/${month}.json`, json) : segment(frame, chrome, month, ones)
  })
  const faq = faqOf(frame)
  const answers = faq.length > 0 ? [file('faq', `${chrome} ${short(JSON.stringify(faq))}`, () => faq)] : []
  const segments = [...answers, ...(ahead.length > 0 ? [segment(frame, chrome, 'ahead', ahead)] : []), ...months]
  const { basePath, wording } = frame.page
  const list: SearchFile = {
    segments: segments.map(({ path }) => path.slice('/search/'.length, -'.json'.length)),
    language: frame.words.lang,
    wording: wording[frame.words.lang] ?? {},
    home: basePath + frame.prefix,
  }
  return [
    { ...cold('/search', html, chrome, () => closedPage(frame)), noindex: true },
    {
      ...cold('/search.json', json, `${chrome} ${short(JSON.stringify(list))}`, () => JSON.stringify(list)),
      noindex: true,
    },
    ...segments,
  ]
}

const html = 'text/html; charset=utf-8'
const json = 'application/json; charset=utf-8'

const cold = (path: string, contentType: string, fingerprint: string, render: () => string): Document => ({
  path,
  contentType,
  kind: 'cold',
  fingerprint,
  render,
})

function segment(frame: Frame, chrome: string, name: string, incidents: IncidentInfo[]): Document {
  const fingerprint = `${chrome} ${short(incidents.map(contentOf).join())}`
  return file(name, fingerprint, () => incidents.map((incident) => searched(frame, incident)))
}

const file = (name: string, fingerprint: string, entries: () => Searched[]): Document => ({
  ...cold(`/search/${name}.json`, json, fingerprint, () => JSON.stringify(entries())),
  noindex: true,
})

/** Questions with their answers, where the page shows them. */
function faqOf(frame: Frame): Searched[] {
  const { page, words } = frame
  if (!shownBlocks(page.content).includes('faq')) return []
  const anchors = faqAnchors(page.content.faq)
  return page.content.faq.map(({ question, answer, translations }, i) => ({
    path: `/#${anchors[i]}`,
    title: ownText(frame, question, 'question', translations).text,
    about: words.text('faq.heading'),
    at: 0,
    texts: [markdownToText(ownText(frame, answer, 'answer', translations).text)],
  }))
}

const longestText = 10_000

function searched(frame: Frame, incident: IncidentInfo): Searched {
  const texts = incident.updates.filter(({ withdrawn }) => !withdrawn).map(({ body }) => markdownToText(body))
  const names = incident.components.map(({ name }) => name)
  return {
    path: `/incidents/${incident.id}`,
    title: incident.title,
    about: `${frame.words.text(`phase.${incident.status}`)} · ${frame.times.date(incident.startedAt)}`,
    at: incident.startedAt.getTime(),
    texts: [...texts.map((text) => text.slice(0, longestText)), ...(names.length > 0 ? [names.join(', ')] : [])],
  }
}
