import { request } from 'node:http'
import { cpuSeconds, median, type Print, runLoad, startBare } from './run.ts'

const rounds = 60
const slice = 0.1
const connections = 64

export const forms = ['plain', 'gzip', 'br', '304'] as const
export type Form = (typeof forms)[number]

/** A published document against a bare `node:http` server with the same bytes and the same headers, in turn. */
export async function compare(print: Print, upfront: { url: string; pid: number }, path: string, form: Form) {
  const port = Number(new URL(upfront.url).port)
  const headers: Record<string, string> = form === 'plain' ? {} : { 'Accept-Encoding': form === '304' ? 'br' : form }
  const first = await answerOf(port, path, headers)
  if (form === '304') headers['If-None-Match'] = first.etag
  const answer = form === '304' ? await answerOf(port, path, headers) : first
  const bare = await startBare({ status: answer.status, headers: answer.headers, body: answer.body.toString('base64') })
  try {
    const before = await Promise.all([upfront.pid, bare.pid].map(cpuSeconds))
    const load = { ports: [port, bare.port], path, headers, connections, slice, rounds, status: answer.status }
    const { failed, servers } = await runLoad(load)
    const after = await Promise.all([upfront.pid, bare.pid].map(cpuSeconds))
    if (failed > 0) throw new Error(`${failed} requests failed`)
    const [ours, theirs] = servers.map((all) => ({
      rates: all.map(({ requests, seconds }) => requests / seconds),
      requests: all.reduce((sum, { requests }) => sum + requests, 0),
    }))
    // Of each round by itself: what slows the machine for a while slows both of its halves.
    const ratio = median(ours!.rates.map((rate, round) => rate / theirs!.rates[round]!))
    const perRequest = [ours, theirs].map((one, i) => ((after[i]! - before[i]!) / one!.requests) * 1e6)
    print(
      `GET ${path} ${form}, ${answer.body.length} bytes: ${ratio.toFixed(2)} of bare node:http, ${Math.round(median(ours!.rates))} requests a second; processor ${perRequest.map((n) => n.toFixed(0)).join(' against ')} µs a request`,
    )
  } finally {
    await bare.stop()
  }
}

type Answer = { status: number; headers: string[]; body: Buffer; etag: string }

/** What Upfront answers, with its headers as they stand, but for those that Node adds by itself. */
function answerOf(port: number, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ port, path, headers, host: '127.0.0.1' }, async (res) => {
      const chunks: Buffer[] = []
      for await (const chunk of res) chunks.push(chunk)
      const own = res.rawHeaders.flatMap((name, i) =>
        i % 2 === 0 && !/^(date|connection|keep-alive)$/i.test(name) ? [name, res.rawHeaders[i + 1] ?? ''] : [],
      )
      resolve({ status: res.statusCode ?? 0, headers: own, body: Buffer.concat(chunks), etag: res.headers.etag ?? '' })
    })
      .on('error', reject)
      .end()
  })
}
