import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMailbox } from '../demo/open-mailbox.ts'
import { livePast, withMetrics } from '../demo/past.ts'
import { play } from '../demo/script.ts'
import { createLog } from '../lib/log.ts'
import { start } from '../main.ts'
import type { Verb } from './verb.ts'

const holdSeconds = 10

/** As `start`, on throw-away data: the Acme example with its past, a mailbox that catches its mail, and a short story. */
export const verb: Verb = {
  help: 'Everything is thrown away at the end (Ctrl-C). No mail leaves this machine.',
  run: async ({ config, log: _, print }) => {
    const mail = await openMailbox()
    const dataDir = await mkdtemp(join(tmpdir(), 'upfront-demo-'))
    // Passable, so that the database's own user reaches its files below it.
    await chmod(dataDir, 0o711)
    const tokens = { newrelic: randomBytes(16).toString('hex'), alertmanager: randomBytes(16).toString('hex') }
    const configFile = join(dataDir, 'upfront.yaml')
    await writeFile(configFile, await example(tokens))
    const demo = {
      ...config,
      databaseUrl: null,
      dataDir,
      configFile: null,
      smtpUrl: mail.smtpUrl,
      mailFrom: 'Acme Cloud <status@acme.example>',
    }
    // The story is what a visitor wants to read, not a line for each request.
    const log = createLog({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, format: config.logFormat })
    return start(demo, log, print, {
      before: (base) => livePast(base, configFile),
      afterwards: async () => {
        await mail.stop()
        await rm(dataDir, { recursive: true, force: true })
      },
      ready: (url, life) => {
        print(`mailbox   ${mail.url}`)
        play({ url, ...tokens, holdSeconds, print, signal: life.ending }).catch((error) => {
          if (!life.ending.aborted) log.error({ err: error }, 'the demo stopped')
        })
      },
    })
  },
}

/** The example with the demo's tokens, a hold that a visitor can sit out, and metrics on the page. */
async function example(tokens: { newrelic: string; alertmanager: string }): Promise<string> {
  const text = await readFile(join(import.meta.dirname, '../../examples/acme/upfront.yaml'), 'utf8')
  return withMetrics(text)
    .replaceAll('${NEWRELIC_HOOK_TOKEN}', tokens.newrelic)
    .replaceAll('${ALERTMANAGER_HOOK_TOKEN}', tokens.alertmanager)
    .replaceAll(/for: 5m/g, `for: ${holdSeconds}s`)
}
