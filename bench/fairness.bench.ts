import { copyPages } from './copies.ts'
import { databaseOf, fillMail } from './crowd.ts'
import { withoutReaders } from './filled.ts'
import { median, type Print } from './run.ts'
import { clock, startSink } from './sink.ts'
import { api, restarted, setStage } from './stage.ts'

const flood = 50_000
const posts = 9

/** One page tells 50,000 people; meanwhile others publish: when the first of theirs is told. */
export async function bench(print: Print) {
  const sink = await startSink('sink-mail.ts')
  const stage = await setStage(withoutReaders, {
    SMTP_URL: `smtp://127.0.0.1:${sink.ports[0]}`,
    MAIL_FROM: 'Acme Cloud <status@acme.example>',
  })
  try {
    await copyPages(stage.dataDir, posts, 1)
    const database = await databaseOf(stage.dataDir)
    await fillMail(database, 'acme', flood, 'flood')
    for (let n = 1; n <= posts; n++) await fillMail(database, `bench-${n}`, 20, `p${n}`)
    await database.query('analyze')
    await database.end()
    await restarted(stage)
    const post = (page: string) =>
      api(stage.upfront.url, 'POST', 'incidents', { page, title: 'Slow', status: 'investigating', body: 'It is slow.' })
    await post('acme')
    await sink.reached('flood', 1000)
    const times: number[] = []
    for (let n = 1; n <= posts; n++) {
      const posted = clock()
      await post(`bench-${n}`)
      times.push((await sink.reached(`p${n}`, 1)).first - posted)
    }
    const { count } = sink.of('flood')
    if (count >= flood) throw new Error('the flood was over before the others were told')
    print(
      `first mail of another page while one sends to ${flood}: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${posts}; ${count} of the flood had left`,
    )
  } finally {
    await stage.end()
    await sink.stop()
  }
}
