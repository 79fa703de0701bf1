import fc from 'fast-check'
import { componentStatuses, impactOf, rollUp, rollUps } from '../components/status.ts'
import { textBlock } from '../content/blocks.ts'
import { type Content, plainContent } from '../content/schema.ts'
import { historyOf } from '../publishing/history.ts'
import type {
  ComponentNode,
  ComponentStatus,
  IncidentInfo,
  MetricInfo,
  UpdateInfo,
  Whole,
} from '../publishing/snapshot.ts'
import { acmeMetrics } from '../test/acme-metrics.ts'
import { acme, at } from '../test/acme-snapshot.ts'
import type { Span } from '../uptime/spans.ts'
import type { Limit } from './rights.ts'
import { type Audience, membersIn } from './schema.ts'

/** A page made by chance. Every text on it holds a mark of its own, "zq0007qz", ids and keys too. */
const names = ['everyone', 'subscribers', 'staff', 'aud-one00000', 'aud-two00000']
const limit: fc.Arbitrary<Limit> = fc.option(fc.subarray(names, { minLength: 1 }), { freq: 2, nil: null })
const status = fc.constantFrom(...componentStatuses)

type Part = {
  limit: Limit
  own: ComponentStatus
  rule: (typeof rollUps)[number]
  was: ComponentStatus[]
  parts: Part[]
}
const { part } = fc.letrec<{ part: Part }>((tie) => ({
  part: fc.record({
    limit,
    own: status,
    rule: fc.constantFrom(...rollUps),
    was: fc.array(status, { maxLength: 3 }),
    parts: fc.oneof({ depthSize: 'small' }, fc.constant<Part[]>([]), fc.array(tie('part'), { maxLength: 3 })),
  }),
}))

const post = fc.record({
  limit,
  withdrawn: fc.boolean(),
  corrected: fc.boolean(),
  changes: fc.array(fc.nat(20)),
  texts: fc.uniqueArray(
    fc.record({ audience: fc.constantFrom(...names.slice(1)), corrected: fc.boolean(), later: fc.nat(500) }),
    { maxLength: 2, selector: ({ audience }) => audience },
  ),
})
const incident = fc.record({
  limit,
  kind: fc.constantFrom('incident' as const, 'maintenance' as const, 'notice' as const),
  components: fc.uniqueArray(fc.nat(20), { maxLength: 4 }),
  counted: fc.array(fc.option(status), { minLength: 4, maxLength: 4 }),
  chosen: fc.boolean(),
  over: fc.boolean(),
  promised: fc.boolean(),
  hoursAgo: fc.integer({ min: 1, max: 3000 }),
  posts: fc.array(post, { minLength: 1, maxLength: 4 }),
})

/** Of what the page holds: for whom each text is. */
const held = fc.record({
  announcement: limit,
  faq: fc.array(limit, { maxLength: 3 }),
  contacts: fc.array(limit, { maxLength: 3 }),
  texts: fc.array(limit, { maxLength: 3 }),
  chosen: fc.boolean(),
})

/** Of the page's metrics: for whom each is, and whether it has points. */
const metrics = fc.array(fc.record({ limit, fed: fc.boolean() }), { maxLength: 3 })

export const randomPage = fc
  .record({ parts: fc.array(part, { maxLength: 4 }), incidents: fc.array(incident, { maxLength: 5 }), held, metrics })
  .map(build)

/** The two that have no built-in word. What a page holds names them by key, all else by id. */
export const ownAudiences: Audience[] = ['one', 'two'].map((key) => ({
  id: `aud-${key}00000`,
  key,
  name: key,
  members: membersIn({ members: {} }),
}))

const now = at('2026-11-22T15:45:00Z')
const hour = 3_600_000
const before = (hours: number) => new Date(now.getTime() - hours * hour)

type Of<Some> = Some extends fc.Arbitrary<infer One> ? One : never
type Drawn = { parts: Part[]; incidents: Of<typeof incident>[]; held: Of<typeof held>; metrics: Of<typeof metrics> }

function build({ parts, incidents, held, metrics }: Drawn): Whole {
  let count = 0
  const mark = () => `zq${String(count++).padStart(4, '0')}qz`
  const all: ComponentNode[] = []
  const uptime = new Map<string, Span[]>()
  const node = ({ limit, own, rule, was, parts }: Part, i: number): ComponentNode => {
    const id = `${mark()}aaaa`
    const end = now.getTime() / 1000
    uptime.set(
      id,
      [...was, own].map((one, n, list) => ({
        status: one,
        from: end - (list.length - n) * 86_400,
        to: end - (list.length - n - 1) * 86_400,
      })),
    )
    const one: ComponentNode = {
      id,
      key: `key-${mark()}`,
      name: `Part ${mark()}`,
      description: `Does ${mark()}`,
      status: own,
      position: (i + 1) * 3,
      createdAt: before(9000),
      updatedAt: before(i + 1),
      tags: { [mark()]: mark() },
      children: [],
      ownStatus: own,
      rollUp: rule,
      audiences: limit,
      recorded: was.join(),
    }
    all.push(one)
    one.children = parts.map(node)
    one.status = rollUp(
      rule,
      own,
      one.children.map((child) => child.status),
    )
    return one
  }
  const components = parts.map(node)
  const pick = (i: number) => (all.length > 0 ? all[i % all.length]! : null)
  const infos = incidents.map((drawn): IncidentInfo => {
    const ones = [...new Set(drawn.components.map(pick))].filter((one) => one !== null)
    const affected = ones.map(({ id, name, ownStatus }, i) => ({
      id,
      name,
      status: ownStatus!,
      counted: drawn.counted[i] ?? null,
    }))
    const begun = before(drawn.hoursAgo)
    const posts = drawn.posts.map((one, i): UpdateInfo => {
      const shown = new Date(begun.getTime() + i * 60_000)
      const changed = [...new Set(one.changes.map(pick))].filter((c) => c !== null)
      return {
        id: `${mark()}bbbb`,
        status: drawn.kind === 'notice' ? 'posted' : drawn.kind === 'incident' ? 'identified' : 'in_progress',
        body: one.withdrawn ? '' : `Text ${mark()} with **${mark()}**.`,
        createdAt: shown,
        displayAt: shown,
        updatedAt: shown,
        correctedAt: one.corrected ? shown : null,
        earlier: one.corrected ? [{ body: `Before ${mark()}`, until: shown }] : [],
        withdrawn: one.withdrawn ? { at: shown, reason: `Because ${mark()}` } : null,
        affected: changed.map(({ id, name }) => ({ id, name, from: 'operational', to: 'partial_outage' })),
        notified: true,
        // The first post of an incident is for all of its readers.
        audiences: i === 0 ? null : one.limit,
        texts: (one.withdrawn ? [] : one.texts).map(({ audience, corrected, later }) => {
          const updatedAt = new Date(shown.getTime() + later * 1000)
          return {
            audience,
            body: `Other text ${mark()} with **${mark()}**.`,
            translations: { de: { body: `Anderer Text ${mark()}` } },
            updatedAt,
            correctedAt: corrected ? updatedAt : null,
            earlier: corrected ? [{ body: `Otherwise before ${mark()}`, until: updatedAt }] : [],
          }
        }),
      }
    })
    const forAll = posts.filter(({ audiences }) => audiences === null)
    const end = drawn.over ? forAll.at(-1)!.updatedAt : null
    return {
      id: `${mark()}cccc`,
      kind: drawn.kind,
      title: `Title ${mark()}`,
      status: end
        ? drawn.kind === 'incident'
          ? 'resolved'
          : drawn.kind === 'maintenance'
            ? 'completed'
            : 'posted'
        : posts[0]!.status,
      impact: drawn.kind === 'maintenance' ? 'maintenance' : drawn.chosen ? 'major' : impactFor(affected),
      startedAt: begun,
      createdAt: begun,
      updatedAt: forAll.at(-1)!.updatedAt,
      monitoringAt: null,
      resolvedAt: end,
      scheduledFor: drawn.kind === 'maintenance' ? begun : null,
      scheduledUntil: drawn.kind === 'maintenance' ? now : null,
      nextUpdateAt: end || !drawn.promised ? null : new Date(now.getTime() + drawn.hoursAgo * 1000),
      components: affected,
      updates: posts.toReversed(),
      audiences: drawn.limit,
      impactChosen: drawn.chosen || drawn.kind !== 'incident',
    }
  })
  const sorted = infos.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || (a.id < b.id ? 1 : -1))
  const words = (limit: Limit) => ({
    audiences: limit?.map((id) => ownAudiences.find((one) => one.id === id)?.key ?? id) ?? null,
  })
  const texts = held.texts.map((limit, i) => ({ key: `t${i}`, heading: mark(), text: mark(), ...words(limit) }))
  const content: Content = {
    ...plainContent,
    announcement: { text: mark(), ...words(held.announcement) },
    faq: held.faq.map((limit) => ({ question: `Why ${mark()}?`, answer: mark(), ...words(limit) })),
    contacts: held.contacts.map((limit) => ({ kind: 'address', value: mark(), ...words(limit) })),
    texts,
    blocks: held.chosen
      ? ['announcement', 'metrics', 'faq', 'contact', ...texts.map(({ key }) => textBlock(key))]
      : null,
  }
  const bare = acme()
  return {
    ...bare,
    page: { ...bare.page, content },
    version: 4711,
    components,
    incidents: sorted,
    history: historyOf(sorted, 'America/New_York'),
    uptime,
    // Absent where the page does not show them.
    ...(held.chosen && { metrics: metrics.map((one, i) => metricOf(one, i, mark)) }),
    audiences: ownAudiences,
  }
}

/** Its values hold no mark, but the unit beside each of them does. */
function metricOf({ limit, fed }: Of<typeof metrics>[number], i: number, mark: () => string): MetricInfo {
  const [one] = acmeMetrics()
  const words = { name: `Metric ${mark()}`, description: `Measures ${mark()}` }
  const drawing = fed ? one!.drawing : null
  const translations = { de: { name: `Messwert ${mark()}` } }
  return { ...one!, id: `${mark()}dddd`, ...words, translations, unit: mark(), decimals: i, drawing, audiences: limit }
}

/** As posting has it: what counted of each component. */
export const impactFor = (affected: IncidentInfo['components']) =>
  impactOf(affected.flatMap(({ counted }) => (counted ? [counted] : [])))
