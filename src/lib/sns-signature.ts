import { createVerify, X509Certificate } from 'node:crypto'
import { InvalidInput, TooMany, Unauthenticated } from './errors.ts'
import { type Outbound, OutboundFailed } from './outbound.ts'

/** A value with the JSON pointer to where it stands in the message. */
type Field = { readonly value: unknown; readonly pointer: string }

/**
 * Returns when Amazon SNS has signed the message, else throws `Unauthenticated`. `TooMany` when the certificate cannot
 * be had just now: SNS gives a message up after any other 4xx, and tries again after this one.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export async function isFromSns(message: unknown, type: string, http: Outbound): Promise<void> {
  const names = Object.hasOwn(signed, type) ? signed[type] : undefined
  if (!names) throw wrong('/Type', `expected one of ${Object.keys(signed).join(', ')}`)
  const algorithm = algorithms.get(exact(message, 'SignatureVersion'))
  if (!algorithm) throw wrong('/SignatureVersion', 'expected 1 or 2')
  const parts = names.filter((name) => name !== 'Subject' || typeof at(message, name).value === 'string')
  const canonical = parts.map((name) => `${name}\n${exact(message, name)}\n`).join('')
  const signature = exact(message, 'Signature')
  const key = await publicKey(needSnsAddress(at(message, 'SigningCertURL'), certificatePath), http)
  if (key === null || !createVerify(algorithm).update(canonical).verify(key, signature, 'base64'))
    throw new Unauthenticated('The signature of this message is not one of Amazon SNS')
}

/** The address in the field, when it leads to Amazon SNS itself by https. A look-alike host is `Unauthenticated`. */
export function needSnsAddress(field: Field, path = /^\//): string {
  const url = URL.parse(typeof field.value === 'string' ? field.value.trim() : '')
  const isSns =
    url?.protocol === 'https:' &&
    /^sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?$/.test(url.hostname) &&
    path.test(url.pathname)
  if (url && isSns && url.port === '' && url.username === '' && url.password === '') return url.href
  if (url === null) throw wrong(field.pointer, 'expected an https address of Amazon SNS')
  throw new Unauthenticated(`${field.pointer} does not lead to Amazon SNS`)
}

async function publicKey(address: string, http: Outbound) {
  const answer = await http(address, { maxBytes: 20_000, timeout: 5_000 }).catch((error) => {
    if (error instanceof OutboundFailed)
      throw new TooMany('The certificate of Amazon SNS could not be fetched; send this message again', 30)
    throw new Unauthenticated(`The certificate of Amazon SNS could not be fetched: ${error.message}`)
  })
  if (answer.status >= 500)
    throw new TooMany('The certificate of Amazon SNS could not be fetched; send this message again', 30)
  try {
    const key = new X509Certificate(answer.body).publicKey
    return answer.status === 200 && key.asymmetricKeyType === 'rsa' ? key : null
  } catch {
    return null
  }
}

/** As it stands: the signature covers every character, also the spaces at its ends. */
function exact(message: unknown, name: string): string {
  const { value, pointer } = at(message, name)
  if (typeof value === 'string' && value !== '') return value
  throw wrong(pointer, 'expected a text')
}

const at = (message: unknown, name: string): Field => ({
  value:
    typeof message === 'object' && message !== null && Object.hasOwn(message, name)
      ? Object.entries(message).find(([key]) => key === name)?.[1]
      : undefined,
  pointer: `/${name}`,
})

const wrong = (pointer: string, detail: string) => new InvalidInput(`${pointer}: ${detail}`, [{ pointer, detail }])

const certificatePath = /^\/SimpleNotificationService-[0-9a-zA-Z]+\.pem$/
const confirmation = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
const signed: Record<string, string[] | undefined> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: confirmation,
  UnsubscribeConfirmation: confirmation,
}
const algorithms = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
])
