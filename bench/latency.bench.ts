import { copyPages } from './copies.ts'
import { databaseOf, fillMail, fillWebhooks } from './crowd.ts'
import { median, type Print } from './run.ts'
import { clock, startSink } from './sink.ts'
import { api, restarted, setStage } from './stage.ts'
import { endpoints, secret } from './webhooks.bench.ts'

const posts = 9
const [mails, hooks] = [10_000, 1_000]

/** From the post to the first mail, and to the last of 10,000 mails and 1,000 webhooks. */
export async function bench(print: Print) {
  const [mail, web] = [await startSink('sink-mail.ts'), await startSink('sink-web.ts', '32')]
  const stage = await setStage((file) => file.replace(/^subscribers:[\s\S]*$/m, ''), {
    SMTP_URL: `smtp://127.0.0.1:${mail.ports[0]}`,
    MAIL_FROM: 'Acme Cloud <status@acme.example>',
    OUTBOUND_ALLOW: '127.0.0.0/8',
    UPFRONT_SECRET: secret,
  })
  try {
    await copyPages(stage.dataDir, posts, 1)
    const database = await databaseOf(stage.dataDir)
    await fillMail(database, 'acme', mails, 'all')
    await fillWebhooks(database, 'acme', await endpoints(web.ports, 'all', hooks))
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
    const [last, lastHook] = await Promise.all([mail.reached('all', mails), web.reached('all', hooks)])
    const seconds = (at: number) => ((at - posted) / 1000).toFixed(1)
    print(
      `post to ${mails} mails handed over: ${seconds(last.last)} s, the first after ${seconds(last.first)} s; to ${hooks} webhooks: ${seconds(lastHook.last)} s`,
    )
  } finally {
    await stage.end()
    await mail.stop()
    await web.stop()
  }
}
