import process from 'node:process'
import { createTransport } from 'nodemailer'

/** The reference for mails: a bare nodemailer pool. Is told what to send, says when all of it was taken. */
export type BareMails = { group: string; count: number; subject: string; text: string; html: string }

const transport = createTransport({
  url: process.argv[2] ?? '',
  pool: true,
  maxConnections: 5,
  maxMessages: Number.POSITIVE_INFINITY,
})
process.on('message', async ({ group, count, ...mail }: BareMails) => {
  const from = 'Acme Cloud <status@acme.example>'
  await Promise.all(
    Array.from({ length: count }, (_, i) => transport.sendMail({ from, to: `r${i}@${group}.example`, ...mail })),
  )
  process.send?.('done')
})
process.on('disconnect', () => process.exit(0))
