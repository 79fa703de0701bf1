import type { Verb } from './verb.ts'

export type Listed = { does: string; load: () => Promise<{ verb: Verb }> }

/** Every command: its name, what it does in one line, and the file, which is read only when it is called. */
export const verbs: Record<string, Listed> = {
  start: { does: 'serve pages, console and API, and do the work behind them', load: () => import('./start.ts') },
  demo: { does: 'start on throw-away data, with an example and a short story', load: () => import('./demo.ts') },
  migrate: { does: 'bring the database up to this version', load: () => import('./migrate.ts') },
  plan: { does: 'show what a configuration file would change', load: () => import('./plan.ts') },
  apply: { does: 'bring everything in line with a configuration file', load: () => import('./apply.ts') },
  export: { does: 'print a configuration file for what there is', load: () => import('./export.ts') },
  import: { does: 'read a configuration once, for people to own', load: () => import('./import.ts') },
  say: { does: 'post on a page while the database is gone', load: () => import('./say.ts') },
  backup: { does: 'write everything in the database to a file', load: () => import('./backup.ts') },
  restore: { does: 'restore a backup into an empty database', load: () => import('./restore.ts') },
  'user add': { does: 'add a person, and print the link by which they come in', load: () => import('./user-add.ts') },
  'user reset': { does: 'print a link to choose another password with', load: () => import('./user-reset.ts') },
  'user list': { does: 'list the people who can sign in', load: () => import('./user-list.ts') },
  'token create': { does: 'print a new token for the API', load: () => import('./token-create.ts') },
  doctor: { does: 'check that everything Upfront needs is there', load: () => import('./doctor.ts') },
}
