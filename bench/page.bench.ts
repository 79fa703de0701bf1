import { request } from 'node:http'
import { median, type Print, runLoad, startBare } from './run.ts'
import { setStage } from './stage.ts'

const rounds = 15
const seconds = 0.6
const connections = 64

/** Published documents against a bare `node:http` server with the same bytes and the same headers, in turn. */
export async function bench(print: Print) {
  const stage = await setStage()
  try {
    const port = Number(new URL(stage.upfront.url).port)
    for (const path of ['/', '/api/v2/summary.json'])
      for (const form of ['plain', 'gzip', 'br', '304'] as const) await compare(print, port, path, form)
  } finally {
    await stage.end()
  }
}

async function compare(print: Print, port: number, path: string, form: 'plain' | 'gzip' | 'br' | '304') {
  const headers: Record<string, string> = form === 'plain' ? {} : { 'Accept-Encoding': form === '304' ? 'br' : form }
  const first = await answerOf(port, path, headers)
  if (form === '304') headers['If-None-Match'] = first.etag
  const answer = form === '304' ? await answerOf(port, path, headers) : first
  const bare = await startBare({ status: answer.status, headers: answer.headers, body: answer.body.toString('base64') })
  try {
    const load = { path, headers, connections, seconds, status: answer.status }
    const ratios: number[] = []
    const rates: number[] = []
    await runLoad({ ...load, port, seconds: 0.5 })
    await runLoad({ ...load, port: bare.port, seconds: 0.5 })
    for (let round = 0; round < rounds; round++) {
      const ours = await runLoad({ ...load, port })
      const theirs = await runLoad({ ...load, port: bare.port })
      if (ours.failed + theirs.failed > 0) throw new Error(`${ours.failed} and ${theirs.failed} requests failed`)
      ratios.push(ours.perSecond / theirs.perSecond)
      rates.push(ours.perSecond)
    }
    const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
    print(
      `GET ${path} ${form}, ${answer.body.length} bytes: ${median(ratios).toFixed(2)} of bare node:http (${range}), ${median(rates)} requests a second`,
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
