import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { ensureAdminToken } from './accounts/admin-token.ts'
import { ensureOrganization } from './accounts/organization.ts'
import { makeSetupLink } from './accounts/setup.ts'
import { environment } from './config.ts'
import { applyConfiguration } from './configuration/apply.ts'
import { MigrationRefused, migrate } from './db/migrate.ts'
import { consoleUrl } from './lib/console-url.ts'
import { asSystem, type Base } from './lib/context.ts'
import { ensureFirstPage } from './pages/ensure-first.ts'
import type { Process } from './process.ts'

/** Brings the database to where this version and the configuration want it; waits as long as it cannot be reached. */
export async function prepare(process: Process, base: Base) {
  const { config, log, life, print, waitingFor } = process
  for (let tries = 0; !life.ending.aborted; tries++) {
    try {
      await migrate(process.databaseUrl, { log })
      break
    } catch (error) {
      if (error instanceof MigrationRefused) throw error
      log.error(
        { event: 'database_unreachable', reason: String(error) },
        'the database cannot be reached; trying again',
      )
      await wait(Math.min(5000, 200 * 2 ** tries), undefined, { signal: life.ending }).catch(() => {})
    }
  }
  waitingFor.delete('database')
  waitingFor.delete('migrations')
  const org = await ensureOrganization(base)
  const ctx = asSystem(base, org, 'Upfront')
  await ensureAdminToken(ctx, config.adminToken)
  await ensureFirstPage(ctx)
  await configure(process, base, org)
  if (!config.roles.includes('web')) return
  const link = await makeSetupLink(ctx)
  print(`console   ${consoleUrl(base.settings)}/console`)
  if (link) print(`set up    ${link}\n          (opens once; make another with: bin/upfront user add EMAIL)`)
}

/** Applies UPFRONT_CONFIG. A mistake in it must not take the pages down: it is said, and readiness stays false. */
async function configure({ config, log, print, waitingFor }: Process, base: Base, org: string) {
  if (config.configFile) {
    try {
      const text = await readFile(config.configFile, 'utf8')
      const ctx = {
        ...asSystem(base, org, config.configFile),
        actor: { kind: 'file', name: config.configFile } as const,
      }
      await applyConfiguration(ctx, { name: config.configFile, text, environment })
    } catch (error) {
      log.error(
        { event: 'configuration_refused', file: config.configFile, reason: (error as Error).message },
        'the configuration was not applied',
      )
      print(`The configuration was not applied; what was there before stays.\n${(error as Error).message}`)
      return
    }
  }
  waitingFor.delete('configuration')
}
