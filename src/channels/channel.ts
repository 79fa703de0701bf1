import type { z } from 'zod'
import type { Outbound } from '../lib/outbound.ts'
import type { MailTransport } from './email-transport.ts'

/** How one attempt ended. Expected network failures are data, not exceptions. */
export type Outcome =
  /**
   * `detail` for the ledger. `receipt`: what the vendor calls the message, where it says so: a later bounce names it, and
   * the next message of the thread answers it.
   */
  | { result: 'sent'; detail: string; receipt?: string }
  /**
   * Try again later, with back-off. `retryAfter` in seconds, where the other side named it. `unreachable`: the address has
   * no part in it, so others would fare no better now. `mayHaveArrived`: nobody knows whether it was taken, so no other
   * account is given it now, and it is told again as it was.
   */
  | { result: 'transient'; reason: string; retryAfter?: number; unreachable?: true; mayHaveArrived?: true }
  /** This message is refused for good; the address may be fine. */
  | { result: 'refused'; reason: string }
  /** Never again to this address. */
  | { result: 'permanent'; reason: string }

/** What a subscriber chooses, however many vendors carry it: `sms` goes by Twilio or by Vonage. */
export const media = [
  'email',
  'sms',
  'voice',
  'whatsapp',
  'slack',
  'teams',
  'google-chat',
  'discord',
  'mattermost',
  'rocket-chat',
  'zulip',
  'matrix',
  'telegram',
  'webex',
  'ntfy',
  'pushover',
  'web-push',
  'webhook',
  'pagerduty',
  'opsgenie',
  'x',
  'facebook',
  'linkedin',
  'mastodon',
  'bluesky',
] as const
export type Medium = (typeof media)[number]

/** One message to one destination, before any channel has dressed it. All words are in `language`, all times in words. */
export type Message = {
  /** The delivery's: the same at every attempt, so that a repeat can be told from a second message. */
  id: string
  kind: 'update' | 'correction' | 'withdrawal' | 'note'
  /** A BCP 47 tag: `en`, `pt-BR`. */
  language: string
  /** `postal`: a line for the foot of mail. */
  page: { id: string; name: string; url: string; postal?: string | null }
  /** One line: "Investigating: Slower responses from API". */
  heading: string
  /** Said before the body, where something must be: "Our post of 10:42 EST was wrong. This is the corrected text:". */
  preface?: string | null
  /** The post in Markdown, or of a withdrawal its reason. Untrusted. */
  body: string
  /** What its author wrote for channels with little room; plain text. */
  short: string | null
  /** Lines below the body: what is affected, since when, when the next update comes. Untrusted. */
  facts: readonly string[]
  /** Where to read on, or what to confirm. */
  link: { label: string; url: string }
  /** Where the reader chooses and unsubscribes; null for the world. */
  manage: { label: string; url: string } | null
  /** Why they get it, completing "You get this because …" in their language; null for the world and where they asked for it just now. */
  because: string | null
  /** The same for all messages about one incident to this destination, and different from every other. */
  thread: string
  /** Names this delivery in an address that mail about it comes back to: 33 letters, digits and a hyphen. Mail alone needs it. */
  returns?: string
  /** What it is about, for channels that carry data; null for a note. */
  incident: Told | null
  /** `receipt` of the first message of this thread to this destination; null where this is the first. */
  answers: string | null
  /** The first message of all to this destination: SMS says whose it is, what it costs and how it ends. */
  isFirst?: true
}

/** An incident as data. Statuses and impact are the words of the API, in English. Times are instants. */
export type Told = {
  id: string
  kind: 'incident' | 'maintenance' | 'notice'
  title: string
  status: string
  impact: string
  startedAt: Date
  resolvedAt: Date | null
  /** The post that is told. `number` counts from 1 within the incident. */
  update: { id: string; number: number; status: string; body: string; postedAt: Date; nextUpdateAt: Date | null }
  /** What is affected, as far as the reader may see it, with its status now. */
  components: readonly { id: string; name: string; status: string }[]
  /** No further message of this incident is to be expected. */
  isOver: boolean
}

/** What a channel made of a message. `text` is what people see in a preview: what arrives, without its dress. */
export type Written = { text: string }

/** Where a message goes: the operator's account with the vendor, and one destination. */
export type To<Settings, Target> = { settings: Settings; target: Target }

/** What a channel may use to send. Time, chance and network are injected; a channel has no database. */
export type Via = {
  http: Outbound
  now: () => Date
  random: (n: number) => Buffer
  /** The address of the account's hook, for vendors that want to be told with every message. */
  hook?: string | undefined
  /** Connections to the operator's mail server, for channels that say `usesMail`. */
  mail?: MailTransport | undefined
}

/** What came back by a vendor's hook: an answer of a reader, or what became of a message. */
export type Heard =
  /** Somebody wrote to us. `text` as it came; `from` in the form of `identity`. `answered`: the vendor has answered this word by itself. */
  | { heard: 'reply'; from: string; text: string; answered?: true }
  | { heard: 'delivered'; receipt: string }
  /** It did not arrive, and it is not the address's fault: a filter, a campaign that is not registered, an empty purse. */
  | { heard: 'failed'; receipt: string; reason: string }
  /** `for`: the receipt, or the destination in the form of `identity`. A hard one is never written to again. */
  | {
      heard: 'bounce' | 'complaint'
      for: { receipt: string } | { identity: string }
      hard: boolean
      reason: string
      /** When it happened, where the vendor says so: what is older than an operator's word that the address works counts no more. */
      at?: Date
    }

/** What a hook is answered with. Default 200 without a body. */
export type Reply = { status: number; contentType?: string; body?: string }

/** A request to a channel's hook: bytes as they came, header names in lower case, the public address that was asked. */
export type Arrival = {
  method: string
  url: string
  body: Buffer
  headers: Record<string, string>
  query: Record<string, string>
}

/**
 * One way out. A channel is one file that describes itself: its forms, validation, docs, redaction, metrics label and
 * limits are derived from it.
 */
export type Channel<Settings = unknown, Target = unknown, W extends Written = Written> = {
  /** Names it in addresses, settings and metrics: lower case with hyphens. The medium where one vendor carries it, else `<vendor>-<medium>`. */
  kind: string
  medium: Medium
  /** As the vendor writes it. */
  name: string
  /** Where the vendor documents it. */
  docs: string
  /** Those who subscribe, or the world in the page's name, or both. */
  reaches: readonly ('subscriber' | 'world')[]
  /** How an operator connects it: numbered steps in plain words. `{{hook}}` stands for the address of its hook. */
  setup: string
  /** The operator's account with the vendor; `z.object({})` where there is none. Secret fields carry `.meta({ secret: true })`; each has a title and a description. */
  settings: z.ZodType<Settings>
  /** One destination, as a subscriber or operator types it; marked likewise. Channels of one medium share it. */
  target: z.ZodType<Target>
  /** The same for two spellings of one destination; kept as a keyed hash. Never shown. */
  identity(target: Target): string
  /** What the console and mails call it: enough to know it by, nothing that would let one write to it. */
  label(target: Target): string
  /** Whose strength it takes: `api.twilio.com`, or the host of a webhook. Limits and circuit breakers go by it. */
  host(to: To<Settings, Target>): string
  limits: {
    /** The longest text, counted as the vendor counts. */
    text: {
      max: number
      unit: 'characters' | 'bytes' | 'graphemes' | 'segments'
      /** Where the vendor counts some characters otherwise: addresses, emoji. */
      count?: (text: string) => number
      source: string
    }
    /** How often at most, and for what. Absent: the vendor names none. */
    rate?: { perSecond: number; burst?: number; per: 'host' | 'account' | 'target'; source: string }
    /** Requests to one host at once. Default 4. */
    atOnce?: number
  }
  /** An account and a destination as the vendor documents them, and what a message to it costs the operator, if anything. */
  sample: { settings: Settings; target: Target }
  /** How many segments it is billed as: SMS. Absent: not billed by length. */
  units?(written: W): number
  /** Wants `via.mail`. */
  usesMail?: true
  /** Dresses a message. Pure. Whatever the message holds, nothing in it can ping, format or link what its author did not write. */
  write(message: Message, to: To<Settings, Target>): W
  /** Hands it over. Never throws: what goes wrong is an outcome, whose words hold no secret. */
  send(written: W, to: To<Settings, Target>, via: Via): Promise<Outcome>
  /**
   * Reads what the vendor's hook brings. Throws `Unauthenticated` where a signature is missing or wrong, `InvalidInput`
   * where it is not what the vendor sends.
   */
  hear?(arrival: Arrival, settings: Settings, via: Via): Promise<{ heard: Heard[]; reply?: Reply }>
}

/** Keeps the types of `settings` and `target` while letting the list hold channels of every kind. */
export const defineChannel = <S, T, W extends Written>(channel: Channel<S, T, W>): Channel<S, T, W> => channel
