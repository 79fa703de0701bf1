import { type Changes, changesBetween, isUnchanged } from '../lib/changes.ts'
import type { Existing } from './existing.ts'
import { type Item, itemKinds, type Kind, type PresentItem, presentItems, wantedItems } from './items.ts'
import { orderWith } from './order.ts'
import { unknownSources } from './resolve.ts'
import type { Wanted } from './wanted.ts'

/** One thing, and what becomes of it. */
export type Step = {
  action: 'create' | 'change' | 'remove' | 'keep'
  kind: Kind
  name: string
  changes: Changes
  /** What else a person should know about it. */
  note: string | null
  /** Of what is there already. */
  id: string | null
}

/** `file`: what things will say that they come from; null where people are to own them. */
export type PlanOptions = { file: string | null; prune: boolean }

/**
 * What must happen so that all that is wanted is there, in an order in which it can happen. What is not wanted is left
 * alone, or with `prune` removed where a file had named it.
 */
export function planSteps(wanted: Wanted, existing: Existing, options: PlanOptions): Step[] {
  const present = presentItems(existing)
  const asked = wantedItems(wanted, existing)
  const replaced = existing.untouched === null ? null : replaceUntouched(asked.page, present, existing.untouched)
  const made = itemKinds.flatMap((kind) => {
    const moved =
      kind === 'page' || kind === 'rule' || kind === 'account'
        ? movesIn(asked[kind], present[kind])
        : new Map<string, Changes>()
    return asked[kind].map((item) => {
      const there = present[kind].find((one) => one.name === item.name)
      const step = stepFor(kind, item, there, moved.get(item.name) ?? {}, options)
      return kind === 'page' && there && there === replaced
        ? { ...step, note: 'takes the place of the empty first page' }
        : step
    })
  })
  const removed = options.prune ? itemKinds.toReversed().flatMap((kind) => removals(kind, asked, present)) : []
  return [...made.map((step) => withWarning(step, wanted, existing)), ...removed]
}

function withWarning(step: Step, wanted: Wanted, existing: Existing): Step {
  const rule = step.kind === 'rule' ? wanted.rules.find((one) => one.name === step.name) : undefined
  const unknown = rule ? unknownSources(rule, wanted, existing) : []
  return unknown.length === 0 ? step : { ...step, note: `no source has the key ${unknown.join(', ')}` }
}

export const changesNothing = (steps: readonly Step[]) => steps.every((step) => step.action === 'keep')

/** The untouched first page becomes the first page of the file, unless the file names it itself. */
function replaceUntouched(asked: Item[], present: Record<Kind, PresentItem[]>, slug: string): PresentItem | null {
  const page = present.page.find((one) => one.name === slug)
  if (!page || !asked[0] || asked.some((one) => one.name === slug)) return null
  page.name = asked[0].name
  return page
}

function stepFor(kind: Kind, item: Item, there: PresentItem | undefined, moved: Changes, { file }: PlanOptions): Step {
  const base = { kind, name: item.name, changes: {}, note: null, id: there?.id ?? null }
  if (!there) return { ...base, action: 'create' }
  if (there.gone) return { ...base, action: 'keep', note: `${there.gone}; an apply does not bring it back` }
  const taken: Changes =
    file === null || there.managedBy === file ? {} : { 'managed by': { from: there.managedBy, to: file } }
  const changes = hide({ ...changesBetween(there.fields, item.fields), ...moved, ...taken }, item.secret)
  const note = 'token' in changes ? 'the address with the old token works for another 24 hours' : null
  return { ...base, action: isUnchanged(changes) ? 'keep' : 'change', changes, note }
}

/** Dots for what is secret. */
function hide(changes: Changes, secret: readonly string[]): Changes {
  const dots = { from: '••••', to: '••••' }
  return Object.fromEntries(
    Object.entries(changes).map(([name, change]) => [name, secret.includes(name) ? dots : change]),
  )
}

/** Which of the things that are there come to stand elsewhere among each other. Counted from 1. */
function movesIn(asked: readonly Item[], present: readonly PresentItem[]): Map<string, Changes> {
  const before = present.map((one) => one.name)
  const named = asked.map((one) => one.name)
  const after = orderWith(before, named).filter((name) => before.includes(name))
  return new Map(
    named.flatMap((name) => {
      const [from, to] = [before.indexOf(name) + 1, after.indexOf(name) + 1]
      return from === 0 || from === to ? [] : [[name, { position: { from, to } }]]
    }),
  )
}

/** What goes with what is removed. */
const lostWith: Partial<Record<Kind, string>> = {
  page: 'with its components, incidents and subscribers',
  metric: 'with all its points',
}

function removals(kind: Kind, asked: Record<Kind, Item[]>, present: Record<Kind, PresentItem[]>): Step[] {
  const going = (of: Kind, one: PresentItem) =>
    one.managedBy !== null && !asked[of].some((item) => item.name === one.name)
  const isLast = (one: PresentItem) => !present.page.some((page) => page.name === one.page && going('page', page))
  return present[kind]
    .filter((one) => going(kind, one) && isLast(one) && !one.gone)
    .toReversed()
    .map((one) => ({
      action: 'remove',
      kind,
      name: one.name,
      changes: {},
      note: lostWith[kind] ?? null,
      id: one.id,
    }))
}
