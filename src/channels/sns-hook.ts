import { InvalidInput, TooMany } from '../lib/errors.ts'
import { OutboundFailed } from '../lib/outbound.ts'
import { isFromSns, needSnsAddress } from '../lib/sns-signature.ts'
import { z } from '../lib/zod.ts'
import type { Arrival, Via } from './channel.ts'

const Envelope = z.looseObject({
  Type: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  SubscribeURL: z.string().optional(),
})

/**
 * What Amazon SNS brings to a hook: the text of a notification whose signature is good, else `Unauthenticated`. A
 * subscription that wants to be confirmed is, and brings nothing: null. `topic`: of this topic alone, where one is named.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export async function readSnsHook({ body }: Arrival, topic: string, via: Via): Promise<string | null> {
  const envelope = Envelope.parse(parsed(body))
  await isFromSns(envelope, envelope.Type, via.http)
  if (topic && envelope.TopicArn !== topic)
    throw new InvalidInput('The message is of another topic.', [
      { pointer: '/TopicArn', detail: 'expected the topic that the account is set to' },
    ])
  if (envelope.Type === 'Notification') return envelope.Message
  if (envelope.Type === 'SubscriptionConfirmation')
    await confirm(needSnsAddress({ value: envelope.SubscribeURL, pointer: '/SubscribeURL' }), via)
  return null
}

async function confirm(address: string, via: Via) {
  const response = await via.http(address).catch((error) => {
    if (error instanceof OutboundFailed)
      throw new TooMany('Amazon SNS could not be reached to confirm; send this message again', 30)
    throw refused()
  })
  if (response.status >= 300) throw refused()
}

const refused = () =>
  new InvalidInput('The subscription could not be confirmed.', [
    { pointer: '/SubscribeURL', detail: 'choose "Request confirmation" in Amazon SNS to have it asked again' },
  ])

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new InvalidInput('The body is not JSON.', [{ pointer: '', detail: 'expected JSON' }])
  }
}
