import type { Verb } from './verb.ts'

export type Listed = { does: string; load: () => Promise<{ verb: Verb }> }

/** Every command: its name, what it does in one line, and the file, which is read only when it is called. */
export const verbs: Record<string, Listed> = {
  start: { does: 'serve pages, console and API, and do the work behind them', load: () => import('./start.ts') },
  migrate: { does: 'bring the database up to this version', load: () => import('./migrate.ts') },
  doctor: { does: 'check that everything Upfront needs is there', load: () => import('./doctor.ts') },
}
