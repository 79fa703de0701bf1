import { randomBytes } from 'node:crypto'
import { newWebhookSecret } from '../src/channels/webhook.ts'
import { masterKey } from '../src/lib/master-key.ts'
import { seal } from '../src/lib/seal.ts'
import { copyPages } from './copies.ts'
import { databaseOf, fillWebhooks } from './crowd.ts'
import { secret, withoutReaders } from './filled.ts'
import { inTurn } from './rounds.ts'
import type { Print } from './run.ts'
import { startSink } from './sink.ts'
import { api, restarted, setStage } from './stage.ts'

const rounds = 8
const count = 2000
/** At four attempts at once for each, more places than a lane has: what one endpoint may take is not what is measured. */
const hosts = 32
const perHost = 4
const text = 'Some requests to the API fail with an error since 10:42. What had been saved before is safe. '.repeat(8)

/** Milliseconds until the servers answer: at once, as none does, and as long as one takes that is on another continent. */
const patiences = [0, 100]

/** Webhooks through the engine, signed and guarded, against a bare undici pool with as many connections to each host. */
export async function bench(print: Print) {
  for (const patience of patiences) await against(print, patience)
}

async function against(print: Print, patience: number) {
  const sink = await startSink('sink-web.ts', [hosts, 0, patience].join())
  const stage = await setStage(withoutReaders, {
    OUTBOUND_ALLOW: '127.0.0.0/8',
    UPFRONT_SECRET: secret,
  })
  try {
    await copyPages(stage.dataDir, rounds + 1, 1)
    const database = await databaseOf(stage.dataDir)
    for (let n = 1; n <= rounds + 1; n++)
      await fillWebhooks(database, `bench-${n}`, await endpoints(sink.ports, `p${n}`, count))
    await database.query('analyze')
    await database.end()
    await restarted(stage)
    const post = async (round: number) => {
      const body = { page: `bench-${round + 1}`, title: 'Requests to the API are failing', status: 'investigating' }
      await api(stage.upfront.url, 'POST', 'incidents', { ...body, body: text })
      return `p${round + 1}`
    }
    const limits = { ports: sink.ports, atOnce: perHost * hosts, perHost }
    await inTurn(print, patience === 0 ? 'webhooks' : `webhooks answered after ${patience} ms`, {
      ...{ rounds, count, stage, sink, ours: post },
      bare: {
        script: 'bare-webhooks.ts',
        argument: '',
        message: (group, { bytes }) => ({ group, count, ...limits, body: 'x'.repeat(Math.round(bytes / count)) }),
      },
    })
  } finally {
    await stage.end()
    await sink.stop()
  }
}

/** Addresses of a group on these ports in turn, each with a signing secret of its own, sealed as the program does it. */
export async function endpoints(ports: readonly number[], group: string, count: number) {
  const key = await masterKey(secret, '')
  return Array.from({ length: count }, (_, i) => {
    const host = `127.0.0.1:${ports[i % ports.length]}`
    const target = { url: `http://${host}/${group}/${i}`, secret: newWebhookSecret(randomBytes), format: 'upfront' }
    return { host, target: seal(key, randomBytes, JSON.stringify(target)) }
  })
}
