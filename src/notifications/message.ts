import type { Message, Told } from '../channels/channel.ts'
import { returnsOf } from '../channels/email-returns.ts'
import type { ComponentStatus } from '../components/status.ts'
import { isEnd } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { manageUrl } from '../subscribers/link.ts'
import { languageFor } from '../subscribers/speak.ts'
import type { AnnouncementKind } from './announce.ts'
import { becauseOf } from './because.ts'
import type { Facts } from './facts.ts'
import { filled } from './message-words.ts'
import type { Speaker, Speaking } from './speaker.ts'

/** As much of the facts as is said. */
export type Sayable = Omit<
  Facts,
  | 'slug'
  | 'host'
  | 'goes_to'
  | 'email'
  | 'state'
  | 'state_reason'
  | 'attempts'
  | 'not_before'
  | 'event_id'
  | 'announcement'
  | 'mayDiffer'
  | 'target'
  | 'verdict'
  | 'sees'
  | 'words'
  | 'withdrawn_at'
  | 'resolved_at'
  | 'same'
  | `${string}_audiences`
  | `${string}_translations`
> & { resolved_at: Date | null; same?: Facts['same'] }

/**
 * What a delivery says, before any channel has dressed it. Every id in it follows from the delivery, so a repeat after a
 * crash is the same message. In the language of its reader, else the page's.
 */
export function messageOf(ctx: Context, facts: Sayable, speaking: Speaking): Message {
  const language = languageFor(facts, { language: facts.page_language })
  const isOwn = language === facts.page_language
  const speaker = speaking(language, facts.time_zone, isOwn ? { page: facts.page, wording: facts.wording } : undefined)
  const manage = facts.world
    ? null
    : { label: speaker.own.choose, url: manageUrl(ctx, { id: facts.subscriber, link_version: facts.link_version }) }
  return {
    ...sharedOf(ctx, facts, language, speaker),
    id: facts.delivery,
    manage,
    because: becauseOf(facts, language),
    thread: `${facts.incident}.${facts.subscriber}`,
    ...(facts.channel === 'email' && { returns: returnsOf(ctx.settings.secret, facts.delivery) }),
    answers: facts.answers,
    ...(facts.is_first && { isFirst: true }),
  }
}

type Shared = Omit<Message, 'id' | 'manage' | 'because' | 'thread' | 'returns' | 'answers' | 'isFirst'>

/** What thousands of readers are told in the same words is said once. */
const said = new WeakMap<NonNullable<Facts['same']>, Map<string, Shared>>()

const theWords = ['title', 'body', 'short', 'affected', 'translations'] as const

function sharedOf(ctx: Context, facts: Sayable, language: string, speaker: Speaker): Shared {
  const { same } = facts
  if (!same || theWords.some((part) => same[part] !== facts[part])) return write(ctx, facts, language, speaker)
  const own = said.get(same) ?? new Map<string, Shared>()
  const key = `${facts.kind} ${language} ${facts.only_incident}`
  const shared = own.get(key) ?? write(ctx, facts, language, speaker)
  said.set(same, own.set(key, shared))
  return shared
}

function write(ctx: Context, facts: Sayable, language: string, speaker: Speaker): Shared {
  const kind = facts.kind as AnnouncementKind
  const { title, body, short, pageName } = inLanguage(facts, language)
  return {
    kind,
    language,
    page: { id: facts.page, name: pageName, url: facts.url, postal: facts.postal_address },
    heading: headingOf(kind, facts.status, title, speaker),
    preface: prefaceOf(ctx, kind, facts, speaker),
    body: kind === 'withdrawal' ? (facts.withdrawn_reason ?? '') : body,
    short: kind === 'withdrawal' ? null : short,
    facts: factLines(ctx, facts, language, speaker),
    link: { label: speaker.own.read, url: `${facts.url}/incidents/${facts.incident}` },
    incident: toldOf(facts, language),
  }
}

/** What people wrote, in that language where they did. */
function inLanguage({ title, body, short, page_name, translations }: Sayable, language: string) {
  const { incident, update, page } = translations
  return {
    title: incident[language]?.title ?? title,
    body: update[language]?.body ?? body,
    // It has no translation: whoever reads the text in theirs gets its beginning.
    short: update[language]?.body === undefined ? short : null,
    pageName: page[language]?.name ?? page_name,
  }
}

function headingOf(kind: AnnouncementKind, status: string, title: string, { words, own }: Speaker): string {
  if (kind === 'correction') return filled(own.correction, { title })
  if (kind === 'withdrawal') return filled(own.withdrawn, { title })
  return words.text('incident.description', { phase: phaseIn(status, words), title })
}

const phaseIn = (status: string, words: Speaker['words']) => words.text(`phase.${status as IncidentStatus}`)

function prefaceOf(
  ctx: Context,
  kind: AnnouncementKind,
  { posted_at }: Sayable,
  { own, times }: Speaker,
): string | null {
  const time = times.near(posted_at, ctx.now())
  if (kind === 'correction') return filled(own.corrected, { time })
  return kind === 'withdrawal' ? filled(own.takenBack, { time }) : null
}

function factLines(ctx: Context, facts: Sayable, language: string, { words, own, times }: Speaker): string[] {
  const moment = (at: Date) => times.near(at, ctx.now())
  const since = facts.scheduled_for ?? facts.started_at
  const until = isEnd(facts.status) ? facts.resolved_at : null
  const { title } = inLanguage(facts, language)
  return [
    // What a correction or withdrawal is about stands in its heading alone.
    ...(facts.kind === 'update'
      ? []
      : [words.text('incident.description', { phase: phaseIn(facts.status, words), title })]),
    ...(facts.affected.length > 0
      ? [filled(own.affects, { names: affectedInWords(facts, language, words, own.more) })]
      : []),
    until
      ? filled(own.span, { from: moment(since), until: moment(until) })
      : words.text('incident.since.dated', { time: moment(since) }),
    ...(facts.next_update_at && !until
      ? [words.text('incident.next.dated', { time: moment(facts.next_update_at) })]
      : []),
    ...(facts.only_incident && until ? [words.text('only.over')] : []),
  ]
}

/** The first ten by name, then how many more; once it is over without the state that they were in. */
function affectedInWords(
  { affected, status }: Sayable,
  language: string,
  words: Speaker['words'],
  more: string,
): string {
  const named = affected.slice(0, 10).map((part) => {
    const name = part.translations[language]?.name ?? part.name
    const state = words.text(`state.${part.status as ComponentStatus}`).toLocaleLowerCase(words.locale)
    return isEnd(status) ? name : `${name} (${state})`
  })
  const names = named.join(', ')
  return affected.length > 10 ? filled(more, { names, count: affected.length - 10 }) : names
}

/** The incident as data; only what this reader may see. */
function toldOf(facts: Sayable, language: string): Told {
  const { title, body } = inLanguage(facts, language)
  return {
    id: facts.incident,
    kind: facts.incident_kind as Told['kind'],
    title,
    status: facts.status,
    impact: facts.impact,
    startedAt: facts.scheduled_for ?? facts.started_at,
    resolvedAt: facts.resolved_at,
    update: {
      id: facts.update,
      number: facts.number,
      status: facts.status,
      body,
      postedAt: facts.posted_at,
      nextUpdateAt: facts.next_update_at,
    },
    components: facts.affected.map((part) => ({
      id: part.id,
      name: part.translations[language]?.name ?? part.name,
      status: part.status,
    })),
    // Who takes back that it is over says that it goes on.
    isOver: isEnd(facts.status) && (facts.kind !== 'withdrawal' || facts.resolved_at !== null),
  }
}
