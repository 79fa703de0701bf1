import type { Appearance } from '../appearance/schema.ts'
import type { Content } from '../content/schema.ts'
import type { Limit } from '../audiences/rights.ts'
import type { Audience } from '../audiences/schema.ts'
import type { RollUp } from '../components/status.ts'
import type { Shown } from '../uptime/ledger.ts'

/** All that a published page shows, read at one instant in one transaction. Renderers are pure functions of this. */
export type Snapshot = {
  /** Grows with every change that the page shows. */
  version: number
  publishedAt: Date
  page: PageInfo
  /** The roots of the tree, in order. */
  components: ComponentNode[]
  /** Everything the pages show: open ones, those of the feeds and of the past days. Newest first. */
  incidents: IncidentInfo[]
  /** Months (page's zone, "2026-11") that have at least one incident, newest first, and the incident ids of each, newest first. */
  history: { month: string; incidents: string[] }[]
  /** What each component showed since the first of the twelve months that the page tells of; null where it tells of none. */
  uptime: Shown | null
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
  appearance: Appearance
}

export type ComponentStatus =
  | 'operational'
  | 'degraded_performance'
  | 'partial_outage'
  | 'major_outage'
  | 'under_maintenance'
  content: Content

export type ComponentNode = {
  id: string
  key: string
  name: string
  description: string | null
  /** Rolled up: its own and its children's, by its rule. */
  status: ComponentStatus
  position: number
  createdAt: Date
  updatedAt: Date
  tags: Record<string, string>
  children: ComponentNode[]
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
  components: { id: string; name: string; status: ComponentStatus }[]
  /** Newest first. */
  updates: UpdateInfo[]
}

export type UpdateInfo = {
  id: string
  status: IncidentStatus
  /** Markdown. Empty where withdrawn. */
  body: string
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
}
