import assert from 'node:assert/strict'
import { test } from 'node:test'
import MailComposer from 'nodemailer/lib/mail-composer'
import { languageCodes } from '../publishing/languages/codes.ts'
import { composed } from './email.ts'
import { letterMessage, mailOfLetter } from './email-letter.ts'
import { type WrittenMail, writeMail } from './email-message.ts'
import { rawOf } from './email-raw.ts'
import { aMessage, arabic, everyKind, hostile } from './messages.cases.ts'

const settings = { from: 'Acme Cloud <status@acme.example>' }
const to = { settings, target: { email: 'pat@customer.example' } }

/** Both, of the same mail. */
async function bothOf({ mail }: WrittenMail) {
  const dated = { ...mail, date: new Date('2026-11-22T15:42:30Z') }
  const theirs = new MailComposer({ ...composed(dated), newline: 'windows' }).compile().build()
  const ours = [undefined, mail.list?.unsubscribe, 'the'].map((own) => rawOf(composed(dated), own).toString('latin1'))
  return [...ours, (await theirs).toString('latin1')]
}

async function isTheSame(written: WrittenMail) {
  const [theirs, ...ours] = (await bothOf(written)).toReversed()
  for (const one of ours) assert.equal(one, theirs)
}

test('whatever a message says, the mail is nodemailer’s byte for byte', async () => {
  const bodies = [
    aMessage().body,
    arabic,
    ...hostile,
    'x'.repeat(30_000),
    'word '.repeat(3000),
    '=',
    '.\n..\n.',
    '😀'.repeat(900),
  ]
  for (const body of bodies)
    for (const message of everyKind({
      body,
      heading: `Investigating: ${body.slice(0, 200)}`,
      because: body.slice(0, 90),
    }))
      await isTheSame(writeMail(message, to))
  for (const language of languageCodes) await isTheSame(writeMail(aMessage({ language }), to))
})

test('so it is with lines that just fit, or do not', async () => {
  for (let length = 60; length < 90; length++)
    for (const sign of ['x', 'x ', '=', 'é', '.'])
      await isTheSame(writeMail(aMessage({ body: `${sign.repeat(length).slice(0, length)}\n\nend` }), to))
})

test('whoever sends it and whoever gets it', async () => {
  const message = aMessage({ returns: 'dlv0a1b2c3d4-0123456789abcdef0123', answers: '0100abc@email.amazonses.com' })
  const froms = [
    'status@acme.example',
    '"Acme, Inc." <ops@ACME.example>',
    'Société Générale Ünlimited & more words <é@acme.example>',
  ]
  const emails = [
    'Pat.O-Neil+x@customer.example',
    "o'neil@Customer.EXAMPLE",
    'jose@josé.example',
    `${'a'.repeat(60)}@${'b'.repeat(60)}.example`,
  ]
  for (const from of froms)
    for (const email of emails) {
      const own = { from, replyTo: 'Help, please <help@acme.example>', bounceDomain: 'bounces.acme.example' }
      for (const number of [1, 2])
        await isTheSame(
          writeMail(
            { ...message, incident: { ...message.incident!, update: { ...message.incident!.update, number } } },
            { settings: own, target: { email } },
          ),
        )
    }
})

test('letters too', async () => {
  const action = { label: 'Confirm', url: 'https://x.example/c?a=1&b=2' }
  const {
    html,
    text: body,
    subject,
  } = letterMessage({ subject: 'Bestätigen', paragraphs: ['Eins', 'Zwei'], action, footer: 'Nichts.' })
  const letter = { id: 'let0a1b2c3d4', sender: 'Acme', recipient: 'pat@customer.example', subject, html, body }
  await isTheSame(mailOfLetter(letter, settings))
})
