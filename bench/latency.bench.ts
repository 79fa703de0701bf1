import { copyPages } from './copies.ts'
import { databaseOf, fillMail, fillWebhooks } from './crowd.ts'
import { filledWith, fillOnce, hooks, secret, withoutReaders } from './filled.ts'
import { median, type Print } from './run.ts'
import { clock, startSink } from './sink.ts'
import { api, restarted, setStage } from './stage.ts'
import { endpoints } from './webhooks.bench.ts'

const posts = 9
const [mails, calls] = [10_000, 1_000]

const many = 1_000_000

export const prepare = (kept: string) => fillOnce(kept, many)

export async function bench(print: Print, kept: string) {
  await few(print)
  await million(print, kept)
}

/** From the post to the first mail, and to the last of 10,000 mails and 1,000 webhooks. */
async function few(print: Print) {
  const [mail, web] = [await startSink('sink-mail.ts'), await startSink('sink-web.ts', '32')]
  const stage = await setStage(withoutReaders, {
    SMTP_URL: `smtp://127.0.0.1:${mail.ports[0]}`,
    MAIL_FROM: 'Acme Cloud <status@acme.example>',
    OUTBOUND_ALLOW: '127.0.0.0/8',
    UPFRONT_SECRET: secret,
  })
  try {
    await copyPages(stage.dataDir, posts, 1)
    const database = await databaseOf(stage.dataDir)
    await fillMail(database, 'acme', mails, 'all')
    await fillWebhooks(database, 'acme', await endpoints(web.ports, 'all', calls))
    for (let n = 1; n <= posts; n++) await fillMail(database, `bench-${n}`, 20, `p${n}`)
    await database.query('analyze')
    await database.end()
    await restarted(stage)
    const post = async (page: string) => {
      const posted = clock()
      const body = { page, title: 'Slow', status: 'investigating', body: 'It is slow.' }
      await api(stage.upfront.url, 'POST', 'incidents', body)
      return posted
    }
    const times: number[] = []
    for (let n = 1; n <= posts; n++) {
      const posted = await post(`bench-${n}`)
      times.push((await mail.reached(`p${n}`, 20)).first - posted)
    }
    print(
      `post to first mail: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${posts}`,
    )
    const posted = await post('acme')
    const [last, lastHook] = await Promise.all([mail.reached('all', mails), web.reached('all', calls)])
    const seconds = (at: number) => ((at - posted) / 1000).toFixed(1)
    print(
      `post to ${mails} mails handed over: ${seconds(last.last)} s, the first after ${seconds(last.first)} s; to ${calls} webhooks: ${seconds(lastHook.last)} s`,
    )
  } finally {
    await stage.end()
    await mail.stop()
    await web.stop()
  }
}

/**
 * From the post to the first mail, of a page that a million follow, in a process that was started just before and has told
 * readers of another page since.
 */
async function million(print: Print, kept: string) {
  const sink = await startSink('sink-mail.ts')
  const web = await startSink('sink-web.ts', [hooks.hosts.length, hooks.port].join())
  const env = { SMTP_URL: `smtp://127.0.0.1:${sink.ports[0]}`, MAIL_FROM: 'Acme Cloud <status@acme.example>' }
  const times: { first: number; big: number }[] = []
  try {
    for (let n = 0; n < 3; n++) {
      const more = { ...env, OUTBOUND_ALLOW: '127.0.0.0/8', UPFRONT_SECRET: secret }
      const stage = await setStage(withoutReaders, more, filledWith(kept, many))
      try {
        await copyPages(stage.dataDir, 1, 1)
        const database = await databaseOf(stage.dataDir)
        await fillMail(database, 'bench-1', 20, 'small')
        await database.end()
        await restarted(stage)
        const post = async (page: string, group: string) => {
          const before = sink.of(group).count
          const posted = clock()
          const body = { page, title: 'Slow', status: 'investigating', body: 'It is slow.' }
          await api(stage.upfront.url, 'POST', 'incidents', body)
          return (await sink.reached(group, before + 1)).last - posted
        }
        times.push({ first: await post('bench-1', 'small'), big: await post('acme', 'big') })
      } finally {
        await stage.end()
      }
    }
    const list = (which: 'first' | 'big') => times.map((one) => one[which].toFixed(0)).join(', ')
    print(
      `post to first mail of ${many.toLocaleString('en-GB')} readers: ${list('big')} ms; of the first post after a start, to 20: ${list('first')} ms`,
    )
  } finally {
    await sink.stop()
    await web.stop()
  }
}
