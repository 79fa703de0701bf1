import { AwsV4Signer } from 'aws4fetch'
import { InvalidInput } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { ask, outcomeOf } from './ask.ts'
import { defineChannel, type Heard } from './channel.ts'
import { parsePhone } from './phone.ts'
import { sms, smsLength } from './sms.ts'
import { readSnsHook } from './sns-hook.ts'
import { barred, gone, later } from './verdict.ts'

const settings = z.strictObject({
  region: z
    .string()
    .trim()
    .regex(/^[a-z]{2}(-[a-z]{2,12}){1,2}-\d{1,2}$/, 'expected a region such as eu-central-1')
    .meta({ title: 'Region', description: 'One that sends SMS: eu-central-1.' }),
  keyId: z
    .string()
    .trim()
    .regex(/^[A-Z0-9]{16,128}$/, 'expected an access key id such as AKIAIOSFODNN7EXAMPLE')
    .meta({ title: 'Access key id', description: 'Of an IAM user who may sns:Publish and nothing else.' }),
  secret: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{16,200}$/, 'expected the secret access key, without spaces')
    .meta({ secret: true, title: 'Secret access key', description: 'Shown once, when the key is made.' }),
  from: z
    .string()
    .trim()
    .regex(
      /^(\+\d{5,15}|(?=.*[A-Za-z])[A-Za-z0-9-]{1,11})$/,
      'expected a number of yours, or a name of up to 11 letters',
    )
    .optional()
    .meta({
      title: 'Sender',
      description: 'A number of yours, or a sender ID of up to 11 letters. Empty: AWS chooses.',
    }),
  maxPrice: z
    .string()
    .trim()
    .regex(/^\d{1,2}(\.\d{1,5})?$/, 'expected an amount such as 0.50')
    .optional()
    .meta({ title: 'Highest price', description: 'In US dollars for one message: 0.50. Dearer ones are not sent.' }),
  topic: z
    .string()
    .trim()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}$/, 'expected the ARN of an SNS topic')
    .optional()
    .meta({
      title: 'Topic of replies',
      description: 'arn:aws:sns:eu-central-1:123456789012:replies: no other is listened to.',
    }),
})
type Settings = z.output<typeof settings>

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const snsSms = defineChannel({
  kind: 'sns-sms',
  name: 'Amazon SNS SMS',
  docs: 'https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html',
  setup: `1. In Amazon SNS, Text messaging, leave the sandbox, set the spending limit, and register a sender for the countries you write to.
2. Make an IAM user who may sns:Publish, and an access key for it.
3. Where your number takes replies (AWS End User Messaging, two-way SMS): let it publish to an SNS topic, and subscribe {{hook}} to that by HTTPS with raw message delivery off. AWS answers STOP and HELP by itself; so does Upfront hear of it.`,
  ...sms,
  settings,
  host: ({ settings: { region } }) => `sns.${region}.amazonaws.com`,
  limits: {
    text: smsLength,
    rate: {
      perSecond: 20,
      per: 'account',
      source: 'https://docs.aws.amazon.com/general/latest/gr/sns.html#limits_sns',
    },
  },
  sample: {
    settings: {
      region: 'eu-central-1',
      keyId: 'AKIAIOSFODNN7EXAMPLE',
      secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      from: 'AcmeCloud',
    },
    target: { number: '+4915112345678' },
  },
  async send({ text }, { settings: account, target }, via) {
    const body = formOf(text, target.number, account)
    const { url, headers } = await signed(account, body, via.now())
    const asked = await ask(via, url, { method: 'POST', headers, body }, true)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const answer = response.body.toString('utf8')
    const receipt = /<MessageId>([0-9a-f-]{36})<\/MessageId>/.exec(answer)?.[1]
    const code = /<Code>([A-Za-z.]{1,60})<\/Code>/.exec(answer)?.[1] ?? ''
    const usual = outcomeOf(response, via.now(), code, receipt)
    if (usual.result === 'sent') return usual
    if (/^(Throttl|KMSThrottling)/.test(code)) return later(usual, 'retryAfter' in usual ? usual.retryAfter : null)
    if (/^OptedOut/.test(code) || /opted out/i.test(answer)) return gone(usual)
    if (code === 'InvalidParameter' && /PhoneNumber/.test(answer)) return gone(usual)
    return /^(Authorization|InvalidClientToken|SignatureDoesNotMatch|UserError)/.test(code) ? barred(usual) : usual
  },
  async hear(arrival, { topic }, via) {
    const message = await readSnsHook(arrival, topic ?? '', via)
    return { heard: message === null ? [] : heardOf(message) }
  },
})

/** https://docs.aws.amazon.com/sns/latest/dg/sms_sms-to-phone.html */
function formOf(text: string, number: string, { from, maxPrice }: Settings): string {
  const attributes: [name: string, type: string, value: string | undefined][] = [
    ['AWS.SNS.SMS.SMSType', 'String', 'Transactional'],
    [from?.startsWith('+') ? 'AWS.MM.SMS.OriginationNumber' : 'AWS.SNS.SMS.SenderID', 'String', from],
    ['AWS.SNS.SMS.MaxPrice', 'Number', maxPrice],
  ]
  const form = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', PhoneNumber: number, Message: text })
  for (const [i, [name, type, value]] of attributes.filter(([, , value]) => value).entries()) {
    form.set(`MessageAttributes.entry.${i + 1}.Name`, name)
    form.set(`MessageAttributes.entry.${i + 1}.Value.DataType`, type)
    form.set(`MessageAttributes.entry.${i + 1}.Value.StringValue`, value ?? '')
  }
  return form.toString()
}

async function signed({ region, keyId, secret }: Settings, body: string, now: Date) {
  const signer = new AwsV4Signer({
    method: 'POST',
    url: `https://sns.${region}.amazonaws.com/`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 'sns',
    region,
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  })
  const { url, headers } = await signer.sign()
  return { url: url.toString(), headers: Object.fromEntries(headers) }
}

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html */
const Received = z.object({ originationNumber: z.string(), messageBody: z.string() })

function heardOf(message: string): Heard[] {
  const received = Received.safeParse(parsed(message))
  if (!received.success)
    throw new InvalidInput('This is not a text that somebody sent.', [
      { pointer: '/Message', detail: 'expected originationNumber and messageBody' },
    ])
  const from = parsePhone(received.data.originationNumber).number
  return from ? [{ heard: 'reply', from, text: received.data.messageBody, answered: true }] : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
