import { plainAppearance } from '../appearance/schema.ts'
import { plainContent } from '../content/schema.ts'
import type {
  ComponentNode,
  ComponentStatus,
  IncidentInfo,
  Snapshot,
  UpdateInfo,
  Whole,
} from '../publishing/snapshot.ts'
import { acmeUptime } from './acme-uptime.ts'

/** The page of examples/acme, as it is on a Sunday at 10:45 in New York with the API in the US slow since 10:42. */
export function acme(changes: Partial<Snapshot> = {}): Snapshot {
  const incidents = changes.incidents ?? [slowApi(), plannedWork(), pastPayments()]
  return {
    version: 7,
    publishedAt: at('2026-11-22T15:45:00Z'),
    page: {
      id: 'pageacme0001',
      slug: 'acme',
      name: 'Acme Cloud',
      timeZone: 'America/New_York',
      url: 'http://status.acme.example',
      basePath: '',
      supportUrl: 'https://acme.example/support',
      updatedAt: at('2026-11-01T00:00:00Z'),
      canSubscribe: true,
      noindex: false,
      appearance: plainAppearance,
      language: 'en',
      languages: ['en'],
      wording: {},
      content: plainContent,
    },
    components: acmeComponents('degraded_performance'),
    history: monthsOf(incidents),
    uptime: acmeUptime(),
    ...changes,
    incidents,
  }
}

/** A page on which everything is for everybody, as it is read. */
export const wholeOf = (snapshot: Snapshot): Whole => ({ ...snapshot, audiences: [] })

export const at = (instant: string) => new Date(instant)

/** The same page on a quiet day. */
export const fine = () => acme({ components: acmeComponents('operational'), incidents: [pastPayments()] })

export const acmeComponents = (apiUs: ComponentStatus): ComponentNode[] => [
  component('web', 'Web app'),
  component('api', 'API', {
    description: 'The public REST API that your integrations call.',
    status: apiUs,
    children: [
      component('api-us', 'API · US', { tags: { region: 'us' }, status: apiUs }),
      component('api-eu', 'API · Europe', { tags: { region: 'eu' } }),
    ],
  }),
  component('payments', 'Card payments', { tags: { product: 'billing' } }),
]

export function component(key: string, name: string, changes: Partial<ComponentNode> = {}): ComponentNode {
  const created = at('2026-01-05T09:00:00Z')
  return {
    id: idOf(key),
    key,
    name,
    description: null,
    status: 'operational',
    position: 1,
    createdAt: created,
    updatedAt: created,
    tags: {},
    children: [],
    ...changes,
  }
}

/** Ids look as newId makes them: 12 letters and digits. */
export const idOf = (key: string) =>
  key
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 12)
    .padEnd(12, '0')

export function slowApi(changes: Partial<IncidentInfo> = {}): IncidentInfo {
  return incident('slowapi', {
    title: 'Slower responses from API · US',
    impact: 'minor',
    startedAt: at('2026-11-22T15:42:00Z'),
    nextUpdateAt: at('2026-11-22T16:15:00Z'),
    components: [{ id: idOf('api-us'), name: 'API · US', status: 'degraded_performance' }],
    updates: [
      update(
        'slow2',
        'identified',
        'One of three database replicas is overloaded. We are moving traffic away from it.',
        {
          displayAt: at('2026-11-22T15:44:00Z'),
        },
      ),
      update(
        'slow1',
        'investigating',
        'Requests to API · US are slower than usual. They still complete, and **your data is safe**.',
        {
          displayAt: at('2026-11-22T15:42:30Z'),
          affected: [{ id: idOf('api-us'), name: 'API · US', from: 'operational', to: 'degraded_performance' }],
        },
      ),
    ],
    status: 'identified',
    ...changes,
  })
}

export function plannedWork(changes: Partial<IncidentInfo> = {}): IncidentInfo {
  return incident('planned', {
    kind: 'maintenance',
    title: 'Database upgrade for Card payments',
    status: 'scheduled',
    impact: 'maintenance',
    startedAt: at('2026-11-24T07:00:00Z'),
    scheduledFor: at('2026-11-24T07:00:00Z'),
    scheduledUntil: at('2026-11-24T08:30:00Z'),
    createdAt: at('2026-11-20T12:00:00Z'),
    components: [{ id: idOf('payments'), name: 'Card payments', status: 'under_maintenance' }],
    updates: [
      update(
        'plan1',
        'scheduled',
        'Card payments may pause for up to two minutes. A payment that pauses is taken afterwards, once.',
        {
          displayAt: at('2026-11-20T12:00:00Z'),
        },
      ),
    ],
    ...changes,
  })
}

export function pastPayments(changes: Partial<IncidentInfo> = {}): IncidentInfo {
  return incident('payfail', {
    title: 'Card payments failing for some customers',
    status: 'resolved',
    impact: 'major',
    startedAt: at('2026-11-18T20:00:00Z'),
    createdAt: at('2026-11-18T20:02:00Z'),
    resolvedAt: at('2026-11-18T20:48:00Z'),
    monitoringAt: at('2026-11-18T20:30:00Z'),
    components: [{ id: idOf('payments'), name: 'Card payments', status: 'partial_outage' }],
    updates: [
      update(
        'pay3',
        'resolved',
        'Card payments work again. About one in ten was refused for 48 minutes; nobody was charged twice.',
        {
          displayAt: at('2026-11-18T20:48:00Z'),
          correctedAt: at('2026-11-18T21:15:00Z'),
          earlier: [{ body: 'Card payments work again. A few were refused.', until: at('2026-11-18T21:15:00Z') }],
        },
      ),
      update('pay2', 'monitoring', '', {
        displayAt: at('2026-11-18T20:30:00Z'),
        withdrawn: { at: at('2026-11-18T20:35:00Z'), reason: 'It named the wrong bank.' },
      }),
      update('pay1', 'investigating', 'Some card payments are refused. Your customers can try again.', {
        displayAt: at('2026-11-18T20:02:00Z'),
      }),
    ],
    ...changes,
  })
}

export function incident(key: string, changes: Partial<IncidentInfo>): IncidentInfo {
  const started = changes.startedAt ?? at('2026-11-22T15:42:00Z')
  return {
    id: idOf(key),
    kind: 'incident',
    title: key,
    status: 'investigating',
    impact: 'none',
    startedAt: started,
    createdAt: started,
    updatedAt: changes.updates?.[0]?.displayAt ?? started,
    monitoringAt: null,
    resolvedAt: null,
    scheduledFor: null,
    scheduledUntil: null,
    nextUpdateAt: null,
    components: [],
    updates: [],
    ...changes,
  }
}

export function update(
  key: string,
  status: UpdateInfo['status'],
  body: string,
  changes: Partial<UpdateInfo> = {},
): UpdateInfo {
  const shown = changes.displayAt ?? at('2026-11-22T15:42:30Z')
  return {
    id: idOf(key),
    status,
    body,
    createdAt: shown,
    displayAt: shown,
    updatedAt: shown,
    correctedAt: null,
    earlier: [],
    withdrawn: null,
    affected: [],
    notified: true,
    ...changes,
  }
}

function monthsOf(incidents: IncidentInfo[]): Snapshot['history'] {
  const begun = incidents.filter((one) => one.status !== 'scheduled')
  const months = Map.groupBy(begun, (one) => one.startedAt.toISOString().slice(0, 7))
  return [...months].map(([month, ones]) => ({ month, incidents: ones.map((one) => one.id) }))
}
