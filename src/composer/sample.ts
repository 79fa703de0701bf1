import type { Channel, Medium, Message } from '../channels/channel.ts'
import { writeMail } from '../channels/email-message.ts'
import { carriersOf } from '../channels/index.ts'
import { segmentsOf } from '../channels/sms-text.ts'
import { impactOf } from '../components/status.ts'
import { isEnd } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import { counted } from '../lib/counted.ts'
import { messageOf, type Sayable } from '../notifications/message.ts'
import { type Speaking, speakers } from '../notifications/speaker.ts'
import type { Page } from '../pages/find.ts'
import type { Wording } from '../publishing/languages/words.ts'
import type { Sketch } from './sketch.ts'

/** The message about a post that is not there yet, to an invented reader: in the words for an audience, or in everybody's. */
export function sampleMessage(
  ctx: Context,
  page: Page,
  sketch: Sketch,
  { words = null, language = null, world = false, speaking = speakers() }: Reader = {},
): Message {
  const own = sketch.texts.find(({ audience }) => audience === words)
  const { id, title, status, startedAt, nextUpdateAt, affected, kind, now } = sketch
  const sayable: Sayable = {
    ...{ delivery: 'preview', kind: 'update', answers: null, channel: '', reason: becauseOf(sketch), created_at: now },
    ...{ language, page_language: page.language, time_zone: page.time_zone, wording: page.wording as Wording },
    ...{
      page: page.id,
      page_name: page.name,
      postal_address: page.postal_address,
      url: sketch.page.url,
      title: title || '…',
      status,
    },
    ...{ body: own?.body ?? sketch.body, short: own ? own.short : sketch.short },
    translations: { incident: {}, update: {}, page: {} },
    ...{ incident: id ?? '…', incident_kind: kind, impact: impactOf(affected.map((part) => part.status)) },
    ...{ update: 'preview', number: 1, posted_at: now, started_at: startedAt, scheduled_for: null },
    ...{ resolved_at: isEnd(status) ? now : null, next_update_at: nextUpdateAt, withdrawn_reason: null },
    ...{ subscriber: 'preview', link_version: 0, world, only_incident: null },
    ...{
      is_first: false,
      together_with: null,
      claimed_at: null,
      follows: affected.slice(0, 1).map(({ name }) => name),
    },
    affected: affected.map(({ name, status }) => ({ id: name, name, status, translations: {} })),
  }
  return messageOf(ctx, sayable, speaking)
}

type Reader = { words?: string | null; language?: string | null; world?: boolean; speaking?: Speaking }

const becauseOf = ({ affected }: Sketch) => (affected[0] ? `follows ${affected[0].name}` : 'follows everything')

/** What arrives, and how much of the room there is it takes. */
export type Sample = { text: string; room: string }

/** Null of a medium that no channel carries. */
export function writtenFor(message: Message, medium: Medium): Sample | null {
  const channel: Channel | undefined = carriersOf(medium)[0]
  if (!channel) return null
  const { text } = channel.write(message, channel.sample)
  return { text, room: roomOf(channel, text) }
}

/** The mail that it makes, by the code that sends it. */
export function mailFor(ctx: Context, message: Message): { subject: string; text: string } {
  const settings = { from: ctx.settings.mailFrom ?? message.page.name }
  const { mail, text } = writeMail(message, { settings, target: { email: 'you' } })
  return { subject: mail.subject, text }
}

function roomOf({ limits: { text: limit } }: Channel, text: string): string {
  if (limit.unit === 'segments') {
    const { segments, encoding } = segmentsOf(text)
    return `${counted(segments, 'text message')} long, of at most ${limit.max} (${encoding}, ${[...text].length} characters)`
  }
  const length = limit.count?.(text) ?? (limit.unit === 'bytes' ? Buffer.byteLength(text) : text.length)
  return `${length.toLocaleString('en-GB')} of ${limit.max.toLocaleString('en-GB')} ${limit.unit}`
}

/** Those that speak to the world hear what everybody may hear. */
export const isForWorld = (medium: Medium): boolean =>
  carriersOf(medium).every(({ reaches }) => !reaches.includes('subscriber'))
