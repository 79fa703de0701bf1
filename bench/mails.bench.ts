import { copyPages } from './copies.ts'
import { databaseOf, fillMail } from './crowd.ts'
import { withoutReaders } from './filled.ts'
import { inTurn } from './rounds.ts'
import type { Print } from './run.ts'
import { startSink } from './sink.ts'
import { api, restarted, setStage } from './stage.ts'

const rounds = 8
const count = 2000
const text = 'Some requests to the API fail with an error since 10:42. What had been saved before is safe. '.repeat(8)

/** Mails through the engine, from the first to the last at the server and from the post on, against a bare nodemailer pool of as many connections. */
export async function bench(print: Print) {
  const sink = await startSink('sink-mail.ts')
  const url = `smtp://127.0.0.1:${sink.ports[0]}`
  const stage = await setStage(withoutReaders, {
    SMTP_URL: url,
    MAIL_FROM: 'Acme Cloud <status@acme.example>',
  })
  try {
    // A page for each round: who has been told of something hears of the next thing later.
    await copyPages(stage.dataDir, rounds + 1, 1)
    const database = await databaseOf(stage.dataDir)
    for (let n = 1; n <= rounds + 1; n++) await fillMail(database, `bench-${n}`, count, `p${n}`)
    await database.query('analyze')
    await database.end()
    await restarted(stage)
    const post = async (round: number) => {
      const body = { page: `bench-${round + 1}`, title: 'Requests to the API are failing', status: 'investigating' }
      await api(stage.upfront.url, 'POST', 'incidents', { ...body, body: text })
      return `p${round + 1}`
    }
    await inTurn(print, 'mails', {
      ...{ rounds, count, stage, sink, ours: post },
      bare: {
        script: 'bare-mails.ts',
        argument: url,
        message: (group, { bytes }) => ({ group, count, ...filled(bytes / count) }),
      },
    })
  } finally {
    await stage.end()
    await sink.stop()
  }
}

/** A mail of about so many bytes, a third of it text. */
function filled(bytes: number) {
  const line = 'Some requests to the API fail with an error since 10:42 this morning.\n'
  const lines = Math.round((bytes - 700) / line.length)
  const plain = line.repeat(Math.round(lines / 3))
  return { subject: 'Requests to the API are failing', text: plain, html: line.repeat(Math.round((lines * 2) / 3)) }
}
