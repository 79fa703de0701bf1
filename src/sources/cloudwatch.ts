import { InvalidInput, TooMany } from '../lib/errors.ts'
import { OutboundFailed } from '../lib/outbound.ts'
import { isFromSns, needSnsAddress } from '../lib/sns-signature.ts'
import { z } from '../lib/zod.ts'
import { sample } from './cloudwatch.fixtures.ts'
import { type Field, readBody, readJson, wrong } from './payload.ts'
import { at, firstText, labelled, needState, needText, object } from './read.ts'
import { defineSource, type ParsedAlert, type ParseResult, type SourceContext } from './source.ts'
import { firstTime } from './time.ts'

type Settings = { topic: string }

export const cloudwatch = defineSource<Settings>({
  kind: 'cloudwatch',
  name: 'Amazon CloudWatch',
  docs: 'https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html',
  setup: `1. In Amazon SNS open the topic that your alarms notify, or create one, and choose Create subscription.
2. Protocol HTTPS, Endpoint {{url}}, and leave "Enable raw message delivery" off: a raw message has no signature. Upfront confirms the subscription by itself.
3. In each CloudWatch alarm that matters, let the states In alarm and OK notify the topic. Only Amazon can sign a message, so a sample sent by hand is refused.`,
  settings: z.object({
    topic: z.string().trim().max(300).default('').meta({
      title: 'Topic ARN',
      description:
        'Take messages of this SNS topic alone, such as arn:aws:sns:eu-west-1:123456789012:alarms. Empty: of any topic that knows the address.',
    }),
  }),
  sample,
  async parse(arrival, ctx) {
    const message = object(readBody(arrival), 'a message of Amazon SNS')
    const type = needText(message, 'the type of the SNS message', 'Type')
    await isFromSns(message.value, type, ctx.http)
    const topic = needText(message, 'the ARN of the topic', 'TopicArn')
    if (ctx.settings.topic && topic !== ctx.settings.topic)
      throw wrong('/TopicArn', 'expected the topic that this source is set to')
    if (type === 'SubscriptionConfirmation') return confirm(message, topic, ctx)
    if (type === 'UnsubscribeConfirmation')
      return {
        alerts: [],
        note: `The subscription of ${topic} to this address has been deleted: no further alarms will arrive from it.`,
      }
    return { alerts: [readAlarm(readJson(needText(message, 'an alarm as JSON in a text', 'Message'), '/Message'))] }
  },
})

/** Only after the signature has been verified, and only at Amazon's own host. */
async function confirm(message: Field, topic: string, ctx: SourceContext<Settings>): Promise<ParseResult> {
  const address = needSnsAddress(at(message, 'SubscribeURL'))
  const response = await ctx.http(address).catch((error) => {
    if (error instanceof OutboundFailed)
      throw new TooMany('Amazon SNS could not be reached to confirm; send this message again', 30)
    throw new InvalidInput(`The subscription of ${topic} could not be confirmed: ${error.message}`)
  })
  if (response.status >= 200 && response.status < 300)
    return { alerts: [], note: `The subscription of ${topic} was confirmed.` }
  throw wrong(
    '/SubscribeURL',
    'the subscription could not be confirmed; choose "Request confirmation" in Amazon SNS to have it asked again',
  )
}

function readAlarm(body: Field): ParsedAlert {
  const alarm = object(body, 'an alarm of CloudWatch')
  const name = needText(alarm, 'the name of the alarm', 'AlarmName')
  const state = needState(alarm, states, 'NewStateValue')
  const changed = firstTime(alarm, 'StateChangeTime')
  const dimensions = at(alarm, 'Trigger', 'Dimensions').value
  return {
    key: firstText(alarm, 'AlarmArn') ?? name,
    occurrence: changed?.toISOString() ?? null,
    state,
    severity: null,
    title: name,
    summary: firstText(alarm, 'AlarmDescription', 'NewStateReason'),
    labels: {
      ...labelled(Object.assign({}, ...(Array.isArray(dimensions) ? dimensions.slice(0, 50).map(dimension) : []))),
      ...labelled({
        account: firstText(alarm, 'AWSAccountId'),
        region: firstText(alarm, 'Region'),
        namespace: firstText(alarm, 'Trigger.Namespace'),
        metric: firstText(alarm, 'Trigger.MetricName'),
        reason: firstText(alarm, 'NewStateReason'),
      }),
    },
    url: null,
    startedAt: state === 'resolved' ? null : changed,
    endedAt: state === 'resolved' ? changed : null,
  }
}

function dimension(value: unknown): Record<string, string | null> {
  const pair = { value, pointer: '' }
  const name = firstText(pair, 'name')
  return name === null ? {} : { [name]: firstText(pair, 'value') }
}

const states: Record<string, ParsedAlert['state']> = { alarm: 'firing', ok: 'resolved', insufficient_data: 'other' }
