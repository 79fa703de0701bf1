import { markdownToText } from '../../lib/markdown.ts'
import { z } from '../../lib/zod.ts'
import type { Document } from '../documents.ts'
import { contentOf, keep, short } from '../fingerprint.ts'
import type { Frame } from '../frame.ts'
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
  const segments = [...(ahead.length > 0 ? [segment(frame, chrome, 'ahead', ahead)] : []), ...months]
  const { language, wording } = frame.page
  const list: SearchFile = {
    segments: segments.map(({ path }) => path),
    language: frame.words.lang,
    wording: wording[language] ?? {},
    home: frame.link(''),
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
  const render = () => JSON.stringify(incidents.map((incident) => searched(frame, incident)))
  return { ...cold(`/search/${name}.json`, json, fingerprint, render), noindex: true }
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
