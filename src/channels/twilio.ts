import { createHmac } from 'node:crypto'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { sameText } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { ask, outcomeOf } from './ask.ts'
import type { Arrival, Outcome, Via } from './channel.ts'
import { answerOf, barred, gone, later, refused } from './verdict.ts'

/** Who pays: https://www.twilio.com/docs/usage/api#authenticate-with-http */
export const twilioAccount = {
  accountSid: z
    .string()
    .trim()
    .regex(/^AC[0-9a-f]{32}$/, 'expected AC and 32 digits and letters a to f, from the first page of Twilio’s console')
    .meta({ title: 'Account SID', description: 'On the first page of Twilio’s console: AC…' }),
  authToken: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z]{32,64}$/, 'expected the 32 letters and digits below the Account SID')
    .meta({
      secret: true,
      title: 'Auth token',
      description: 'Below the Account SID. It signs what Twilio reports, too.',
    }),
}
export type TwilioAccount = { accountSid: string; authToken: string }

export const twilioHost = 'api.twilio.com'

/** POSTs a form to a list of the account: `Messages` or `Calls`. */
export async function postTwilio(
  { accountSid, authToken }: TwilioAccount,
  list: 'Messages' | 'Calls',
  form: Record<string, string>,
  via: Via,
): Promise<Outcome> {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const asked = await ask(
    via,
    `https://${twilioHost}/2010-04-01/Accounts/${accountSid}/${list}.json`,
    {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    },
    true,
  )
  if ('outcome' in asked) return asked.outcome
  const answer = answerOf(Answer, asked.response)
  const code = answer?.code ?? null
  // Twilio's own words repeat the number: https://www.twilio.com/docs/api/errors/21211
  const usual = outcomeOf(asked.response, via.now(), code ? `Twilio error ${code}` : '', answer?.sid)
  if (usual.result === 'sent' || code === null) return usual
  if (code === 20_429 || code === 14_107) return later(usual, 'retryAfter' in usual ? usual.retryAfter : null)
  // The sender's queue is full: it holds four hours of messages, https://www.twilio.com/docs/api/errors/21611
  if (code === 21_611) return later(usual, 300)
  if (permanent.has(code)) return gone(usual)
  if (sendersFault.has(code)) return barred(usual)
  return usual.result === 'transient' ? usual : refused(usual)
}

const Answer = z.object({
  sid: z
    .string()
    .regex(/^(SM|MM|CA)[0-9a-f]{32}$/)
    .optional()
    .catch(undefined),
  code: z.number().int().optional().catch(undefined),
})

/** https://www.twilio.com/docs/api/errors: not a number; stopped; not a mobile; a landline; a premium number; cannot be called. */
const permanent = new Set([21_211, 21_610, 21_614, 21_635, 21_636, 21_217, 13_224, 13_223])
/** No such sender; no permission; suspended; no money: the same for whomever it writes to. */
const sendersFault = new Set([
  20_003, 20_005, 10_001, 21_212, 21_606, 21_603, 21_659, 21_660, 21_701, 21_703, 21_210, 30_002,
])

/**
 * The form that Twilio posted to our hook. Throws `Unauthenticated` where its signature is missing or wrong.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function readTwilioHook({ url, body, headers }: Arrival, authToken: string): Map<string, string> {
  if (!/^application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? ''))
    throw new InvalidInput('Twilio posts a form.', [
      { pointer: '', detail: 'expected content-type application/x-www-form-urlencoded' },
    ])
  const form = new Map(new URLSearchParams(body.toString('utf8')))
  const signed =
    url +
    [...form.keys()]
      .sort()
      .map((name) => `${name}${form.get(name)}`)
      .join('')
  const wanted = createHmac('sha1', authToken).update(signed).digest('base64')
  if (!sameText(headers['x-twilio-signature'] ?? '', wanted))
    throw new Unauthenticated('The header X-Twilio-Signature is missing or wrong')
  return form
}
