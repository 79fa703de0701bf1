import { createPrivateKey } from 'node:crypto'
import { isMailServer } from '../lib/mail-server.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import { z } from '../lib/zod.ts'
import { defineChannel } from './channel.ts'
import { domainName, mailDestination, mailLength, mailSettings } from './email-account.ts'
import { writeMail } from './email-message.ts'
import { type Dkim, sendMail } from './email-smtp.ts'

const settings = z.object({
  url: z.string().refine(isMailServer, 'expected smtp://user:password@host:port or smtps://…').meta({
    secret: true,
    title: 'Mail server',
    description: 'smtps://user:password@mail.acme.example, or smtp://…:587 for STARTTLS where the server offers it.',
  }),
  ...mailSettings,
  bounceDomain: domainName.optional().meta({
    title: 'Domain of bounces',
    description: 'bounces.acme.example: its MX record leads to the address in BOUNCE_LISTEN.',
  }),
  dkimSelector: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i, 'expected a name such as upfront')
    .optional()
    .meta({
      title: 'DKIM selector',
      description: 'upfront: the public key is published at upfront._domainkey and the domain of From.',
    }),
  dkimKey: z
    .string()
    .max(10_000)
    .refine((text) => rsaKeyOf(text) !== null, 'expected an RSA key in PEM: -----BEGIN PRIVATE KEY-----')
    .optional()
    .meta({
      secret: true,
      lines: true,
      title: 'DKIM private key',
      description: 'An RSA key of 2048 bits in PEM. Without it the mail server signs, or nobody.',
    }),
})
type Settings = z.output<typeof settings>

/** Signs as the domain of From, so that DMARC finds them aligned. Undefined where no key is given. */
export function dkimOf({ from, dkimSelector, dkimKey }: Settings): Dkim | undefined {
  const domain = parseMailbox(from)?.address.split('@').at(-1)
  const privateKey = rsaKeyOf(dkimKey ?? '')
  return domain && dkimSelector && privateKey ? { domain, selector: dkimSelector, privateKey } : undefined
}

/** The key as PEM, also where a form took its line ends away. Null: it is no RSA key of 1024 bits or more. */
function rsaKeyOf(text: string): string | null {
  const [, type, body = ''] =
    /^\s*-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/.exec(text) ?? []
  if (!type) return null
  const pem = `-----BEGIN ${type}-----\n${body.replace(/\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END ${type}-----\n`
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024 ? pem : null
  } catch {
    return null
  }
}

export const smtp = defineChannel({
  kind: 'smtp',
  medium: 'email',
  name: 'Mail server (SMTP)',
  docs: 'https://www.rfc-editor.org/rfc/rfc5321',
  reaches: ['subscriber'],
  setup: `1. Ask whoever runs your mail server for its name, and for a user and a password of its own for Upfront.
2. Enter it as smtps://user:password@server, and the address that mails come from.
3. To sign mails here rather than there: make a key, publish its record, enter the selector and the key.
4. To hear of bounces: choose a domain of its own, point its MX record at this installation and enter it.`,
  settings,
  ...mailDestination,
  host: ({ settings }) => URL.parse(settings.url)?.host ?? '',
  limits: { text: mailLength },
  sample: {
    settings: { url: 'smtps://upfront:password@mail.acme.example', from: 'Acme Cloud <status@acme.example>' },
    target: { email: 'pat@customer.example' },
  },
  usesMail: true,
  write: (message, to) => writeMail(message, to),
  async send({ mail }, { settings }, { mail: transport, now }) {
    if (!transport)
      return { result: 'transient', reason: 'no connection to the mail server is open', unreachable: true }
    return sendMail(transport, { ...mail, date: now() }, dkimOf(settings))
  },
})
