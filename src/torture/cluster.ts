import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { urlOf, usualTransport } from '../db/cluster.ts'
import { connect } from '../db/connect.ts'
import { choosePlace } from '../db/place.ts'
import { exists, signal } from '../db/postmaster.ts'
import { ensureRunning, stopServer } from '../db/running.ts'
import { serverSettings } from '../db/settings.ts'
import { asSystem, type Context } from '../lib/context.ts'
import { masterKey } from '../lib/master-key.ts'
import { OutboundRefused } from '../lib/outbound.ts'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { removeFolder } from '../test/folder.ts'
import { beginUpfront, type Starting } from '../test/spawn.ts'
import { until } from '../test/until.ts'
import { patience, token } from './stage.ts'

const secret = 'torture-0123456789abcdef0123456789abcdef'

export type Member = { pid: number; kill: () => Promise<void> }

/** A web process and two workers on one PostgreSQL that nobody brings back but us. */
export async function cluster(folder: string, env: Record<string, string>) {
  const place = await choosePlace(join(folder, 'postgres'))
  const log = pino({ level: 'silent' })
  const settings = { ...serverSettings, max_connections: '150' }
  const wanted = { place, transport: usualTransport, settings, log }
  let { pid, address } = await ensureRunning(wanted)
  const shared = {
    ...acmeTokens,
    ...{ DATABASE_URL: urlOf(address), UPFRONT_SECRET: secret, UPFRONT_ADMIN_TOKEN: token },
    ...env,
  }
  const config = await acmeFile(folder, (text) => text.replace(/^subscribers:[\s\S]*$/m, ''))
  let started = 0
  const begin = (roles: string, more: Record<string, string> = {}): Starting =>
    beginUpfront({
      dataDir: join(folder, `process-${++started}`),
      env: { ...shared, UPFRONT_ROLES: roles, ...more },
      within: patience,
    })
  const web = begin('web,monitor', { UPFRONT_CONFIG: config })
  const { url } = await web.up()
  const workers: Starting[] = [begin('worker'), begin('worker')]
  const key = await masterKey(secret, folder)
  const look = async <T>(work: (ctx: Context) => Promise<T>): Promise<T> => {
    const connection = connect(urlOf(address), { log, max: 1, statementTimeout: patience, name: 'torture' })
    try {
      const { id } = await connection.db.selectFrom('organizations').select('id').executeTakeFirstOrThrow()
      const http = async () => {
        throw new OutboundRefused('a look goes nowhere')
      }
      const dns = { txt: async () => [], cname: async () => [] }
      const base = { db: connection.db, now: () => new Date(), random: randomBytes, http, dns, log }
      return await work(asSystem({ ...base, settings: { url: '', secret: key, mailFrom: null } }, id, 'torture'))
    } finally {
      await connection.end()
    }
  }
  return {
    url,
    look,
    /** kill -9; another one takes its place. `which`: what it was sending. */
    killWorker: async (one: number): Promise<void> => {
      await workers[one]?.kill()
      workers[one] = begin('worker')
    },
    pidOf: (one: number) => workers[one]?.pid ?? 0,
    /** kill -9 of PostgreSQL. The workers stand still until `look` has seen what they had said, then go on. */
    killDatabase: async (lookFirst: () => Promise<void>): Promise<void> => {
      signal(pid, 'SIGKILL')
      for (const one of workers) signal(one.pid, 'SIGSTOP')
      await until(() => !exists(pid), patience)
      ;({ pid, address } = await ensureRunning(wanted, address))
      await lookFirst()
      for (const one of workers) signal(one.pid, 'SIGCONT')
    },
    end: async () => {
      for (const one of [...workers, web]) await one.kill()
      await stopServer(place, pid)
      if ('socketFolder' in address) await removeFolder(address.socketFolder)
    },
  }
}
export type Cluster = Awaited<ReturnType<typeof cluster>>
