import type { Kysely, Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../db/schema.ts'
import type { Dns } from './dns.ts'
import type { Outbound } from './outbound.ts'

/** Who acts. `org` is the tenant whose rows the actor may reach; every query is scoped by it. */
export type Actor =
  | { kind: 'user'; id: string; name: string; role: Role }
  | { kind: 'token'; id: string; name: string; role: Role }
  | { kind: 'source'; id: string; name: string }
  | { kind: 'reader'; name: string }
  | { kind: 'file'; name: string }
  | { kind: 'system'; name: string }

export const roles = ['viewer', 'editor', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

export type Db = Kysely<Database> | Transaction<Database>

/** All that a verb may touch. Nothing else is global: no clock, no randomness, no network, no database besides these. */
export type Context = {
  readonly db: Db
  readonly org: string
  readonly actor: Actor
  readonly now: () => Date
  /** `n` random bytes. */
  readonly random: (n: number) => Buffer
  readonly http: Outbound
  readonly dns: Dns
  readonly log: Logger
  readonly settings: InstallationSettings
}

/** What a process has before it knows whose rows it works on. */
export type Base = Omit<Context, 'org' | 'actor'>

/** A context in which the program itself acts, for a job or a recurring task. */
export const asSystem = (base: Base, org: string, name: string): Context => ({
  ...base,
  org,
  actor: { kind: 'system', name },
})

/** What the installation's environment says that verbs need to know. */
export type InstallationSettings = {
  /** UPFRONT_URL without a trailing slash: the base of every link. */
  readonly url: string
  /** UPFRONT_CONSOLE_URL, where console and API have a host of their own. See `consoleUrl`. */
  readonly consoleUrl?: string | null
  /** Master key, 32 bytes: encrypts settings, signs links. */
  readonly secret: Buffer
  readonly mailFrom: string | null
  /** Where certificates come from, where we order them ourselves: TLS_PORT. */
  readonly acme?: { readonly directory: string; readonly email: string | null } | null
  /** PUBLISH_WAIT: how many seconds those who are to be told wait for the page, at most. Default 5. */
  readonly publishWait?: number
  /** OUTBOUND_ALLOW, for what is not HTTP: mail servers that users name. `http` has it built in. */
  readonly outboundAllow?: readonly string[]
}

/**
 * Runs `work` in one transaction. The context it is given shadows the caller's `ctx`, so the outer handle cannot be
 * reached by mistake; inside a transaction it joins that one. Work that lost to another transaction is done again, so it
 * must touch nothing but the database.
 */
export async function transaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return work(ctx)
  for (let tries = 1; ; tries++) {
    try {
      return await ctx.db.transaction().execute((db) => work({ ...ctx, db }))
    } catch (error) {
      if (tries === 5 || !lostToAnother(error)) throw error
    }
  }
}

/** PostgreSQL ended this transaction in favour of another (deadlock, serialization): the same work can be done again. */
const lostToAnother = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')
