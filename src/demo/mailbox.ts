import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { type Html, html, raw } from '../lib/html.ts'

type Mail = { to: string; subject: string; text: string; html: string; at: Date }

/** Catches the demo's mail on loopback and shows it on a page of its own. Nothing leaves this machine. */
export async function catchMail(): Promise<{ smtpUrl: string; url: string; stop: () => Promise<void> }> {
  const mails: Mail[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onData: async (stream, session, done) => {
      const parsed = await simpleParser(stream)
      const to = session.envelope.rcptTo.map((recipient) => recipient.address).join(', ')
      mails.unshift({
        to,
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
        html: parsed.html || '',
        at: new Date(),
      })
      done()
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const web = createServer((req, res) => {
    const index = /^\/(\d+)$/.exec(req.url ?? '')?.[1]
    const mail = index === undefined ? undefined : mails.at(-1 - Number(index))
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; frame-src 'self'",
    })
    res.end(mail ? mail.html || `<pre>${mail.text}</pre>` : list(mails).__html)
  })
  web.listen(0, '127.0.0.1')
  await once(web, 'listening')
  return {
    smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server.address())}`,
    url: `http://127.0.0.1:${portOf(web.address())}/`,
    stop: async () => {
      web.close()
      web.closeAllConnections()
      await new Promise<void>((resolve) => smtp.close(resolve))
    },
  }
}

const portOf = (address: AddressInfo | string | null) => (typeof address === 'object' && address ? address.port : 0)

const list = (mails: readonly Mail[]): Html => html`${raw('<!doctype html>')}
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
<title>Mailbox of the demo</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}iframe{width:100%;height:26rem;border:1px solid #8886}summary{padding:.5rem 0}</style></head>
<body><h1>Mailbox of the demo</h1>
${mails.length === 0 && html`<p>No mail has come yet.</p>`}
${mails.map((mail, i) => html`<details${i === 0 ? ' open' : ''}><summary><strong>${mail.subject}</strong><br>to ${mail.to}, ${mail.at.toLocaleTimeString('en-GB')}</summary><iframe title="${mail.subject}" sandbox src="/${mails.length - 1 - i}"></iframe></details>`)}
</body></html>`
