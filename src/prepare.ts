import { readFile } from 'node:fs/promises'
import { ensureAdminToken } from './accounts/admin-token.ts'
import { ensureOrganization } from './accounts/organization.ts'
import { makeSetupLink } from './accounts/setup.ts'
import { readBeside } from './cli/read-file.ts'
import { environment } from './config.ts'
import { MigrationRefused, migrate } from './db/migrate.ts'
import { persist } from './db/persist.ts'
import { isUnavailable } from './db/unavailable.ts'
import { consoleUrl } from './lib/console-url.ts'
import { asSystem, type Base, type Context } from './lib/context.ts'
import { ensureFirstPage } from './pages/ensure-first.ts'
import type { Process } from './process.ts'

/** Brings the database to where this version and the configuration want it; waits as long as it cannot be reached. */
export async function prepare(process: Process, base: Base) {
  const { config, log, life, print, waitingFor } = process
  const ending = life.ending
  const isRefused = (error: unknown) => error instanceof MigrationRefused
  await persist(() => migrate(process.databaseUrl, { log }), { log, ending, unless: isRefused })
  waitingFor.delete('database')
  waitingFor.delete('migrations')
  const ctx = await persist(() => furnish(process, base), { log, ending })
  await persist(() => configure(process, ctx), { log, ending })
  if (!config.roles.includes('web')) return
  const link = await persist(() => makeSetupLink(ctx), { log, ending })
  print(`console   ${consoleUrl(base.settings)}/console`)
  if (link) print(`set up    ${link}\n          (opens once; make another with: bin/upfront user add EMAIL)`)
}

/** What every installation has. */
async function furnish({ config }: Process, base: Base): Promise<Context> {
  const ctx = asSystem(base, await ensureOrganization(base), 'Upfront')
  await ensureAdminToken(ctx, config.adminToken)
  await ensureFirstPage(ctx)
  return ctx
}

/** Applies UPFRONT_CONFIG. A mistake in it must not take the pages down: it is said, and readiness stays false. */
async function configure({ config, log, print, waitingFor }: Process, system: Context) {
  if (config.configFile) {
    try {
      // With its reader of YAML it takes 8 MB: it is loaded where there is a file.
      const { applyConfiguration } = await import('./configuration/apply.ts')
      const text = await readFile(config.configFile, 'utf8').catch(unreadable)
      const ctx = { ...system, actor: { kind: 'file', name: config.configFile } as const }
      const read = readBeside(config.configFile)
      await applyConfiguration(ctx, { name: config.configFile, text, environment, read })
    } catch (error) {
      if (isUnavailable(error)) throw error
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

/** Without its code: ENOENT would look like a database that is away. */
function unreadable({ message }: Error): never {
  throw new Error(message)
}
