import type { Entrance } from '../access/entrance.ts'
import type { Dress } from '../appearance/dress.ts'
import type { Appearance } from '../appearance/schema.ts'
import type { Limit } from '../audiences/rights.ts'
import type { Audience } from '../audiences/schema.ts'
import type { Medium } from '../channels/channel.ts'
import type { RollUp } from '../components/status.ts'
import type { Content } from '../content/schema.ts'
import type { Drawing } from '../metrics/drawing.ts'
import type { Shown } from '../uptime/ledger.ts'
import type { Translations } from './languages/translated.ts'
import type { Wording } from './languages/words.ts'

/**
 * All that a page holds, whoever may see it, read at one instant in one transaction. Nothing is rendered from it:
 * `audiences/visible.ts` makes a Snapshot of it first. `version` grows with every change, `uptime` is what each component
 * had by itself.
 */
export type Whole = Omit<Snapshot, 'audiences'> & { audiences: Audience[] }

/** All that a page shows to one kind of reader. Renderers are pure functions of this. */
export type Snapshot = {
  /** Changes with what is shown, and with nothing else. */
  version: number
  audiences?: never
  publishedAt: Date
  page: PageInfo
  /** Of which moment all this is, where the database has been away since. */
  asOf?: Date
  /** The roots of the tree, in order. */
  components: ComponentNode[]
  /** Everything the pages show: open ones, those of the feeds and of the past days. Newest first. */
  incidents: IncidentInfo[]
  /** Months (page's zone, "2026-11") that have at least one incident, newest first, and the incident ids of each, newest first. */
  history: { month: string; incidents: string[] }[]
  /** What each component showed since the first of the twelve months that the page tells of; null where it tells of none. */
  uptime: Shown | null
  /** In order. Absent: the page does not show them. */
  metrics?: MetricInfo[]
}

export type PageInfo = {
  id: string
  slug: string
  name: string
  /** IANA name. */
  timeZone: string
  /** Absolute address of the page, no trailing slash. */
  url: string
  /** Path prefix of the page's own links: "" where it is the host's page, else "/p/<slug>". */
  basePath: string
  supportUrl: string | null
  updatedAt: Date
  canSubscribe: boolean
  /** What readers can subscribe by. Absent: mail alone. */
  offered?: readonly Medium[]
  /** Channels of Slack can be chosen there, by “Add to Slack”. */
  hasSlackApp?: boolean
  /** Search engines are asked to leave the page out. */
  noindex: boolean
  appearance: Appearance
  /** Its files and its own CSS and HTML. Absent: it has none. */
  dress?: Dress
  /** Where readers sign in. Absent: anybody reads the page, and nobody does. */
  entrance?: Entrance | null
  content: Content
  /** Of what people write on it, and of its documents at the plain addresses. */
  language: string
  /** Those that a reader can choose, its own among them; one alone where there is no choice. */
  languages: string[]
  /** Of its name. */
  translations?: Translations<'name'>
  /** Strings in the place of ours, by language and name. */
  wording: Record<string, Wording>
}

export type ComponentStatus =
  | 'operational'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
  | 'under_maintenance'

export type ComponentNode = {
  id: string
  key: string
  name: string
  description: string | null
  translations?: Translations<'name' | 'description'>
  /** What a text is in, where it is not in the language of the reader. */
  nameLang?: string | null
  descriptionLang?: string | null
  /** Rolled up: its own and its children's, by its rule. */
  status: ComponentStatus
  position: number
  createdAt: Date
  updatedAt: Date
  tags: Record<string, string>
  children: ComponentNode[]
  /** From when on nothing is known of it, where its monitoring fell silent: it is not to be shown as working. */
  unknownSince?: Date
  /** In a Whole only, with the three below: what it is by itself, and how its parts count. */
  ownStatus?: ComponentStatus
  rollUp?: RollUp
  audiences?: Limit
  /** Changes with the ledger of its status. */
  recorded?: string
}

/** Figures that an operator feeds in, as they were drawn last. */
export type MetricInfo = {
  id: string
  name: string
  description: string | null
  translations?: Translations<'name' | 'description'>
  unit: string | null
  /** Decimal places. */
  decimals: number
  /** Of the axis; null: as the values are. */
  minimum: number | null
  maximum: number | null
  /** Null: there is nothing yet. */
  drawing: Drawing | null
  /** In a Whole only. */
  audiences?: Limit
}

export type IncidentKind = 'incident' | 'maintenance' | 'notice'
export type IncidentStatus =
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'scheduled'
  | 'in_progress'
  | 'verifying'
  | 'completed'
  | 'posted'
export type Impact = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'

export type IncidentInfo = {
  id: string
  kind: IncidentKind
  title: string
  translations?: Translations<'title'>
  /** What the title is in, where it is not in the language of the reader. */
  titleLang?: string | null
  status: IncidentStatus
  impact: Impact
  startedAt: Date
  createdAt: Date
  updatedAt: Date
  monitoringAt: Date | null
  resolvedAt: Date | null
  scheduledFor: Date | null
  scheduledUntil: Date | null
  /** The promised time of the next update, while open. */
  nextUpdateAt: Date | null
  /** What it affects now, or affected at last. */
  components: AffectedInfo[]
  /** Newest first. */
  updates: UpdateInfo[]
  /** In a Whole only. */
  audiences?: Limit
  /** In a Whole only: a person chose the impact; else it follows what counted of each component. */
  impactChosen?: boolean
}

/** `counted`, in a Whole only: its status by the last post that did not end the incident. */
export type AffectedInfo = { id: string; name: string; status: ComponentStatus; counted?: ComponentStatus | null }

export type UpdateInfo = {
  id: string
  status: IncidentStatus
  /** Markdown. Empty where withdrawn. */
  body: string
  translations?: Translations<'body'>
  /** What the text is in, where it is not in the language of the reader. */
  bodyLang?: string | null
  createdAt: Date
  displayAt: Date
  updatedAt: Date
  /** When its text was last corrected; earlier texts newest first. */
  correctedAt: Date | null
  earlier: { body: string; until: Date }[]
  withdrawn: { at: Date; reason: string } | null
  affected: { id: string; name: string; from: ComponentStatus; to: ComponentStatus }[]
  notified: boolean
  /** Said on the machine while the database was away: shown, and in the database later. */
  announced?: true
  /** In a Whole only. */
  audiences?: Limit
  /** In a Whole only: other words for some readers. Each sees the first that is for them as if it were the post's own. */
  texts?: readonly OtherWords[]
}

export type OtherWords = Pick<UpdateInfo, 'body' | 'translations' | 'updatedAt' | 'correctedAt' | 'earlier'> & {
  audience: string
}
