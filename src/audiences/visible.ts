import { impactOf, rollUp } from '../components/status.ts'
import { contentFor, hasLimits } from '../content/limited.ts'
import { historyOf } from '../publishing/history.ts'
import type {
  AffectedInfo,
  ComponentNode,
  IncidentInfo,
  MetricInfo,
  Snapshot,
  UpdateInfo,
  Whole,
} from '../publishing/snapshot.ts'
import type { Shown } from '../uptime/ledger.ts'
import { rolledUp, type Span } from '../uptime/spans.ts'
import { admits, type Limit, type Rights } from './rights.ts'
import type { Audience } from './schema.ts'
import { textFor } from './texts.ts'
import { versionOf } from './version.ts'

/**
 * What a reader with these rights may see of a page: the one place where that is decided for all that is published.
 * What is left out leaves no trace: groups sum up what is left, places are counted anew, the version is that of what is
 * shown. The result equals that of a page on which the rest never was.
 */
export function visible(whole: Whole, rights: Rights): Snapshot {
  const { audiences, ...page } = whole
  const named = namesOf(rights, audiences)
  const components = componentsFor(whole.components, rights)
  const shown = idsOf(components)
  const incidents = whole.incidents.flatMap((incident) => incidentFor(incident, shown, rights))
  const view: Snapshot = {
    ...page,
    page: { ...page.page, content: contentFor(page.page.content, (limit) => admits(limit, named)) },
    components: components.map(plain),
    incidents,
    history: historyFor(whole, incidents),
    uptime: whole.uptime && uptimeOf(components, whole.uptime),
    ...(whole.metrics && { metrics: metricsFor(whole.metrics, rights) }),
  }
  return { ...view, version: versionOf(view, components) }
}

/** Whether the page looks different to some. Where it does not, everybody gets what is published. */
export const isLimited = (whole: Whole): boolean =>
  hasLimits(whole.page.content) ||
  [...nodesOf(whole.components), ...(whole.metrics ?? [])].some(({ audiences }) => audiences != null) ||
  whole.incidents.some(
    ({ audiences, updates }) =>
      audiences != null || updates.some((one) => one.audiences != null || (one.texts?.length ?? 0) > 0),
  )

const metricsFor = (metrics: readonly MetricInfo[], rights: Rights): MetricInfo[] =>
  metrics.filter(({ audiences }) => admits(audiences, rights)).map(({ audiences: _, ...metric }) => metric)

/** What a page holds names audiences by their keys. */
const namesOf = (rights: Rights, audiences: readonly Audience[]): Rights =>
  rights === 'all' ? rights : new Set([...rights].map((id) => audiences.find((one) => one.id === id)?.key ?? id))

/** A component's limit holds for its parts too. */
export function componentsFor(nodes: readonly ComponentNode[], rights: Rights): ComponentNode[] {
  return nodes
    .filter(({ audiences }) => admits(audiences, rights))
    .map((node, i) => {
      const children = componentsFor(node.children, rights)
      const { ownStatus, rollUp: rule } = node
      const below = children.map(({ status }) => status)
      const status = ownStatus && rule ? rollUp(rule, ownStatus, below) : node.status
      return { ...node, children, status, position: i + 1 }
    })
}

/** What decides about an incident: the audiences it names, else what it affects. */
export type Subject = { audiences?: Limit; components: readonly { id: string }[] }

/**
 * An incident that names audiences is for them, whatever it affects. One that names none is for whoever may see something
 * that it affects; where it affects nothing, for everybody.
 */
export const seesIncident = (
  { audiences, components }: Subject,
  shown: ReadonlySet<string>,
  rights: Rights,
): boolean =>
  audiences != null ? admits(audiences, rights) : components.length === 0 || components.some(({ id }) => shown.has(id))

function incidentFor(incident: IncidentInfo, shown: ReadonlySet<string>, rights: Rights): IncidentInfo[] {
  if (!seesIncident(incident, shown, rights)) return []
  const { audiences: _, impactChosen, ...rest } = incident
  const components = incident.components.filter(({ id }) => shown.has(id))
  const updates = incident.updates
    .filter((update) => admits(update.audiences, rights))
    .map((update) => inWordsFor(update, rights))
  const follows = incident.kind === 'incident' && !impactChosen && components.length < incident.components.length
  return [
    {
      ...rest,
      impact: follows ? impactOf(components.flatMap(countedIn)) : incident.impact,
      components: components.map(({ id, name, status }) => ({ id, name, status })),
      updates: updates.map(({ update }) => updateFor(update, shown)),
      updatedAt: lastOf(incident, updates),
    },
  ]
}

const countedIn = ({ counted, status }: AffectedInfo) => (counted === null ? [] : [counted ?? status])

/** A post as its reader gets it; others' words leave no trace. `isOwn`: it is not what everybody sees. */
type Post = { update: UpdateInfo; isOwn: boolean }

function inWordsFor({ texts = [], ...update }: UpdateInfo, rights: Rights): Post {
  const own = textFor(texts, rights)
  if (!own) return { update, isOwn: update.audiences != null }
  const { audience: _, ...words } = own
  return { update: { ...update, ...words }, isOwn: true }
}

function updateFor({ audiences: _, ...update }: UpdateInfo, shown: ReadonlySet<string>): UpdateInfo {
  return { ...update, affected: update.affected.filter(({ id }) => shown.has(id)) }
}

/** A post for some changes nothing about the incident: for them alone it is news. */
function lastOf({ updatedAt }: IncidentInfo, posts: readonly Post[]): Date {
  const own = posts.filter(({ isOwn }) => isOwn).map(({ update }) => update.updatedAt)
  return own.reduce((last, at) => (at > last ? at : last), updatedAt)
}

/** A snapshot that was kept without its oldest incidents still names them; it has no limits then. */
function historyFor(whole: Whole, incidents: IncidentInfo[]): Snapshot['history'] {
  return isLimited(whole) ? historyOf(incidents, whole.page.timeZone) : whole.history
}

function uptimeOf(nodes: readonly ComponentNode[], own: Shown): Shown {
  const shown = new Map<string, readonly Span[]>()
  const visit = (node: ComponentNode): readonly Span[] => {
    const parts = node.children.map(visit)
    const spans = own.get(node.id) ?? []
    const all = node.rollUp ? rolledUp(node.rollUp, spans, parts) : spans
    shown.set(node.id, all)
    return all
  }
  for (const node of nodes) visit(node)
  return shown
}

const plain = ({
  ownStatus: _,
  rollUp: __,
  audiences: ___,
  recorded: ____,
  ...node
}: ComponentNode): ComponentNode => ({
  ...node,
  children: node.children.map(plain),
})

export const idsOf = (nodes: readonly ComponentNode[]): Set<string> => new Set([...nodesOf(nodes)].map(({ id }) => id))

function* nodesOf(nodes: readonly ComponentNode[]): Generator<ComponentNode> {
  for (const node of nodes) {
    yield node
    yield* nodesOf(node.children)
  }
}
