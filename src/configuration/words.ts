import type { Changes } from '../lib/changes.ts'
import type { Step } from './plan.ts'

const signs = { create: '+', change: '~', remove: '-', keep: ' ' } as const

/** A plan for people: one line for each thing that changes, and the sum. `done` speaks of what was applied. */
export function planInWords(steps: readonly Step[], done = false): string[] {
  const shown = steps.filter((step) => step.action !== 'keep' || step.note !== null)
  return [...shown.map(line), sum(steps, done)]
}

function line({ action, kind, name, changes, note }: Step): string {
  const parts = [Object.keys(changes).length > 0 ? changesInWords(changes) : '', note ? `(${note})` : '']
  return [`${signs[action]} ${kind} ${name}`, parts.filter(Boolean).join(' ')].filter(Boolean).join(': ')
}

const changesInWords = (changes: Changes) =>
  Object.entries(changes)
    .map(([field, { from, to }]) => `${field} ${value(from)} → ${value(to)}`)
    .join(', ')

function value(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return typeof value === 'string' && /\s/.test(short) ? JSON.stringify(short) : short
}

function sum(steps: readonly Step[], done: boolean): string {
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length
  const [made, changed, removed, kept] = [count('create'), count('change'), count('remove'), count('keep')]
  if (made + changed + removed === 0) return `Nothing to change: all ${kept} stay as they are.`
  if (done) return `${made} made, ${changed} changed, ${removed} removed, ${kept} left as they were.`
  return `${made} to make, ${changed} to change, ${removed} to remove, ${kept} stay as they are.`
}
