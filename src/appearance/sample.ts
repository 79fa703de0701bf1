import { plainContent } from '../content/schema.ts'
import type { Page } from '../pages/find.ts'
import { pageSettings } from '../pages/schema.ts'
import type { ComponentNode, ComponentStatus, IncidentInfo, Snapshot, UpdateInfo } from '../publishing/snapshot.ts'
import { type Span, second } from '../uptime/spans.ts'
import type { Appearance } from './schema.ts'

/** A page on a day with one of everything, to see a look by: its own name and zone, made-up components and news. */
export function sample(page: Page, appearance: Appearance, now: Date): Snapshot {
  const components = parts(now)
  return {
    version: 1,
    publishedAt: now,
    page: {
      id: page.id,
      slug: page.slug,
      name: page.name,
      timeZone: page.time_zone,
      url: '',
      basePath: '',
      supportUrl: page.support_url,
      updatedAt: now,
      canSubscribe: true,
      noindex: false,
      appearance,
      language: page.language,
      languages: [page.language],
      wording: pageSettings(page).wording,
      content: plainContent,
    },
    components,
    incidents: [slow(now, components), planned(now)],
    history: [],
    uptime: page.show_uptime ? past(now, components) : null,
  }
}

const minute = 60_000
const before = (now: Date, minutes: number) => new Date(now.getTime() - minutes * minute)

const parts = (now: Date): ComponentNode[] => [
  part('web', 'Web app', 'operational', now),
  part('api', 'API', 'degraded_performance', now, [
    part('us', 'United States', 'degraded_performance', now),
    part('eu', 'Europe', 'operational', now),
  ]),
  part('mail', 'Notifications', 'partial_outage', now),
  part('reports', 'Reports', 'major_outage', now),
  part('search', 'Search', 'under_maintenance', now),
]

const part = (
  key: string,
  name: string,
  status: ComponentStatus,
  now: Date,
  children: ComponentNode[] = [],
): ComponentNode => ({
  id: key,
  key,
  name,
  description: key === 'api' ? 'What your own programs call.' : null,
  status,
  position: 1,
  createdAt: now,
  updatedAt: now,
  tags: {},
  children,
})

/** Three months of each: working, a bad hour of its own, and since forty minutes as it is now. */
function past(now: Date, components: readonly ComponentNode[]): Snapshot['uptime'] {
  const at = (minutes: number) => second(before(now, minutes))
  const all = components.flatMap((one) => [one, ...one.children])
  return new Map(
    all.map(({ id, status }, i): [string, Span[]] => {
      const bad = (12 + 17 * i) * 24 * 60
      return [
        id,
        [
          { status: 'operational', from: at(100 * 24 * 60), to: at(bad) },
          { status: i % 2 ? 'partial_outage' : 'degraded_performance', from: at(bad), to: at(bad - 60) },
          { status: 'operational', from: at(bad - 60), to: at(40) },
          { status, from: at(40), to: second(now) },
        ],
      ]
    }),
  )
}

const slow = (now: Date, components: readonly ComponentNode[]): IncidentInfo => ({
  ...nothingYet(before(now, 40), now),
  id: 'sample1',
  title: 'Slower answers from the API',
  status: 'identified',
  impact: 'minor',
  nextUpdateAt: before(now, -30),
  components: components.slice(1, 2).map(({ id, name, status }) => ({ id, name, status })),
  updates: [
    post(
      '2',
      'identified',
      'One of three databases is overloaded. We are moving **traffic away** from it.',
      before(now, 12),
    ),
    post(
      '1',
      'investigating',
      'Answers take longer than usual. They still come, and your data is safe.',
      before(now, 40),
    ),
  ],
})

const planned = (now: Date): IncidentInfo => ({
  ...nothingYet(before(now, -2 * 24 * 60), now),
  id: 'sample2',
  kind: 'maintenance',
  title: 'A new search index',
  status: 'scheduled',
  impact: 'maintenance',
  scheduledFor: before(now, -2 * 24 * 60),
  scheduledUntil: before(now, -2 * 24 * 60 - 90),
  updates: [
    post('3', 'scheduled', 'Search may be slower for an hour and a half. [What changes](https://example.com)', now),
  ],
})

const nothingYet = (startedAt: Date, now: Date) => ({
  kind: 'incident' as const,
  startedAt,
  createdAt: now,
  updatedAt: now,
  monitoringAt: null,
  resolvedAt: null,
  scheduledFor: null,
  scheduledUntil: null,
  nextUpdateAt: null,
  components: [],
})

const post = (id: string, status: UpdateInfo['status'], body: string, at: Date): UpdateInfo => ({
  id: `sample-post-${id}`,
  status,
  body,
  createdAt: at,
  displayAt: at,
  updatedAt: at,
  correctedAt: null,
  earlier: [],
  withdrawn: null,
  affected: [],
  notified: true,
})
