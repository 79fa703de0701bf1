import { z } from '../lib/zod.ts'
import { defineChannel, type Heard, type Message } from './channel.ts'
import { bodyText, dressed, type Parts } from './dress.ts'
import { parsePhone, toPhone } from './phone.ts'
import { plainLine } from './rich-text.ts'
import { postTwilio, readTwilioHook, twilioAccount, twilioHost } from './twilio.ts'
import { english, type VoiceWords, voiceWordsIn } from './voice-words.ts'

const settings = z.strictObject({
  ...twilioAccount,
  from: z
    .string()
    .trim()
    .regex(/^\+\d{7,15}$/, 'expected a number of yours such as +14155552671')
    .meta({ title: 'Calling number', description: 'A number of yours that can call: +14155552671.' }),
})

/** The call's whole document: https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
const longestTwiml = 4000
/** A minute of listening is enough; it is said twice. */
const longestSpeech = 900

/** https://www.twilio.com/docs/voice/api/call-resource */
export const twilioVoice = defineChannel({
  ...toPhone,
  kind: 'twilio-voice',
  medium: 'voice',
  name: 'Twilio Voice',
  docs: 'https://www.twilio.com/docs/voice/api/call-resource',
  setup: `1. In Twilio's console buy a number that can call, and allow the countries that you call under Voice, Geo permissions.
2. Copy the Account SID, the auth token and the number here.
3. Nothing is to be set for {{hook}}: Upfront names it with every call, and hears there when 9 is pressed to end the calls.`,
  settings,
  host: () => twilioHost,
  limits: {
    text: { max: longestSpeech, unit: 'characters', source: 'https://www.twilio.com/docs/voice/api/call-resource' },
    rate: { perSecond: 1, per: 'account', source: 'https://help.twilio.com/articles/223180028' },
  },
  sample: {
    settings: {
      accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
      authToken: 'fedcba9876543210fedcba9876543210',
      from: '+14155552671',
    },
    target: { number: '+4915112345678' },
  },
  write: (message) => ({ text: spoken(message), language: voiceOf(message.language) }),
  send: ({ text, language }, { settings: account, target }, via) =>
    postTwilio(
      account,
      'Calls',
      {
        To: target.number,
        From: account.from,
        Twiml: twimlOf(text, language, via.hook),
        ...(via.hook && { StatusCallback: via.hook }),
      },
      via,
    ),
  async hear(arrival, { authToken }) {
    const form = readTwilioHook(arrival, authToken)
    const isEnd = form.get('Digits') === '9'
    // The language that the call was in stands in the address that it named.
    const body = isEnd ? `<Response>${sayOwn('ended', arrival.query.language ?? '')}</Response>` : '<Response/>'
    return { heard: heardOf(form, isEnd), reply: { status: 200, contentType: 'text/xml', body } }
  },
})

/** Who calls, and what happened. Nobody can follow an address by ear: its host is named. */
function spoken(message: Message): string {
  const short = message.short
    ? { ...message, body: plainLine(message.short, 500), kind: 'withdrawal' as const }
    : message
  const brand = plainLine(message.page.name, 60)
  const host = URL.parse(message.page.url)?.host ?? ''
  const lay = ({ heading, body, facts }: Parts) =>
    [`${brand}.`, heading, body.replace(/\s+/g, ' '), ...facts, host && `Read on at ${host}`]
      .filter((line) => line.trim() !== '')
      .join('\n')
  return dressed({ ...short, body: bodyText(short) }, lay, fits, heard)
}

const fits = (text: string) =>
  text.length <= longestSpeech && twimlOf(text, 'en-US', 'x'.repeat(300)).length <= longestTwiml

/** Addresses are no speech. */
const heard = (text: string) => text.replace(/\(?https?:\/\/\S+/gi, '')

function twimlOf(text: string, language: string, hook: string | undefined): string {
  const twice = `${say(text, language)}<Pause length="2"/>${say(text, language)}`
  const named = hook && `${hook}?${new URLSearchParams({ language })}`
  // https://www.twilio.com/docs/voice/twiml/gather
  const listening = named
    ? `<Gather numDigits="1" timeout="4" action="${escaped(named)}">${twice}${sayOwn('listen', language)}</Gather>`
    : twice
  return `<Response><Pause length="1"/>${listening}</Response>`
}

const say = (words: string, language: string) => `<Say language="${language}">${escaped(words)}</Say>`

function sayOwn(what: keyof VoiceWords, language: string): string {
  const words = voiceWordsIn(language)
  return words ? say(words[what], voiceOf(language)) : say(english[what], 'en-US')
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** https://www.twilio.com/docs/voice/twiml/say#attributes-language */
const voices: Readonly<Record<string, string>> = {
  de: 'de-DE',
  es: 'es-ES',
  fr: 'fr-FR',
  it: 'it-IT',
  nl: 'nl-NL',
  pl: 'pl-PL',
  sv: 'sv-SE',
  da: 'da-DK',
  nb: 'nb-NO',
  fi: 'fi-FI',
  ja: 'ja-JP',
  ko: 'ko-KR',
  ru: 'ru-RU',
  zh: 'zh-CN',
  pt: 'pt-BR',
  'pt-pt': 'pt-PT',
  'zh-tw': 'zh-TW',
  ar: 'arb',
}
const voiceOf = (language: string) =>
  Object.values(voices).find((voice) => voice === language) ??
  voices[language.toLowerCase()] ??
  voices[language.toLowerCase().split('-')[0] ?? ''] ??
  'en-US'

/** https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
function heardOf(form: Map<string, string>, isEnd: boolean): Heard[] {
  const to = parsePhone(form.get('To') ?? '').number
  const receipt = form.get('CallSid') ?? ''
  if (isEnd && to) return [{ heard: 'reply', from: to, text: 'STOP', answered: true }]
  switch (form.get('CallStatus')) {
    case 'completed':
      return [{ heard: 'delivered', receipt }]
    case 'busy':
    case 'no-answer':
    case 'failed':
    case 'canceled':
      return [{ heard: 'failed', receipt, reason: `the call ended as "${form.get('CallStatus')}"` }]
    default:
      return []
  }
}
