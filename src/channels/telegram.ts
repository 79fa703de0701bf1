import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Outcome, type To, type Via } from './channel.ts'
import { dressed, linkLine, type Parts, quietNames, stacked } from './dress.ts'
import { hearTelegram } from './telegram-hook.ts'
import { answerOf, barred, briefly, gone, later } from './verdict.ts'

const settings = z.strictObject({
  token: z
    .string()
    .regex(/^\d{6,12}:[A-Za-z0-9_-]{30,64}$/, 'expected a token such as 123456789:AAF…, from @BotFather')
    .meta({ secret: true, title: 'Token of the bot', description: '@BotFather gives it: 123456789:AAF…' }),
  hookSecret: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/, 'expected 16 to 256 letters, digits, "_" and "-"')
    .optional()
    .meta({
      secret: true,
      title: 'Secret of the hook',
      description: 'Any 16 or more letters and digits; the same as in setWebhook.',
    }),
})
const target = z.strictObject({
  chat: z
    .string()
    .trim()
    .regex(/^(-?\d{4,16}|@[A-Za-z]\w{3,31})$/, 'expected the number of a chat, or the @name of a public channel')
    .meta({ title: 'Chat', description: 'The number that the bot says to who writes to it, or @name of a channel.' }),
})
export type TelegramSettings = z.output<typeof settings>
type Place = To<TelegramSettings, z.output<typeof target>>

/** https://core.telegram.org/bots/api#sendmessage */
export const telegram = defineChannel({
  kind: 'telegram',
  medium: 'telegram',
  name: 'Telegram',
  docs: 'https://core.telegram.org/bots/api',
  reaches: ['subscriber', 'world'],
  setup: `1. In Telegram, write /newbot to @BotFather and copy the token that it gives.
2. So that /stop is heard: make up a secret of 16 or more letters and digits, save it here, and open in a browser https://api.telegram.org/botTOKEN/setWebhook?url={{hook}}&secret_token=SECRET with your own for TOKEN and SECRET. The bot then also tells whoever starts it the number of their chat.
3. Whoever wants to hear writes to the bot once, or makes it a member of a group or an administrator of a channel.`,
  settings,
  target,
  identity: ({ chat }) => chat.toLowerCase(),
  label: ({ chat }) => (chat.startsWith('@') ? `Telegram ${chat}` : `Telegram chat …${chat.slice(-3)}`),
  host: () => 'api.telegram.org',
  limits: {
    text: { max: 4096, unit: 'characters', source: 'https://core.telegram.org/bots/api#sendmessage' },
    rate: {
      perSecond: 30,
      per: 'account',
      source: 'https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this',
    },
  },
  sample: {
    settings: { token: '123456789:AAFdsL5dhQZbVgVyNl1qK0b2xY3zW4vU5tS', hookSecret: 'a-secret-of-the-hook' },
    target: { chat: '-1001234567890' },
  },
  write: (message) => ({
    ...dressed(message, textOf, ({ text }) => text.length <= 4096, quietNames),
    answers: message.answers,
  }),
  send: (written, to, via) => post(written, to.target.chat, to, via),
  hear: hearTelegram,
})

/** Entities count in UTF-16 code units and need no escaping: https://core.telegram.org/bots/api#messageentity */
function textOf({ heading, body, facts, link, manage }: Parts) {
  const links = [link, ...(manage ? [manage] : [])].map(linkLine).join('\n')
  const text = stacked(heading, body, facts.join('\n'), links)
  return { text, entities: heading ? [{ type: 'bold', offset: 0, length: heading.length }] : [] }
}

type Written = { text: string; entities: object[]; answers: string | null }

const answer = z.object({
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
  result: z.object({ message_id: z.int() }).optional(),
})

/** A group that became a supergroup has another number, which the refusal names. */
async function post(
  { text, entities, answers }: Written,
  chat: string,
  to: Place,
  via: Via,
  moved = false,
): Promise<Outcome> {
  const { token } = to.settings
  const asked = await askJson(
    via,
    `https://api.telegram.org/bot${token}/sendMessage`,
    {
      chat_id: chat,
      text,
      entities,
      link_preview_options: { is_disabled: true },
      ...(answers &&
        /^\d{1,15}$/.test(answers) && {
          reply_parameters: { message_id: Number(answers), allow_sending_without_reply: true },
        }),
    },
    true,
  )
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  const { description, parameters, result } = answerOf(answer, response) ?? {}
  if (response.status === 400 && parameters?.migrate_to_chat_id && !moved)
    return post({ text, entities, answers }, String(parameters.migrate_to_chat_id), to, via, true)
  const usual = outcomeOf(response, via.now(), briefly(description, [token]), result && String(result.message_id))
  if (response.status === 429)
    return later(usual, parameters?.retry_after ?? retryAfterOf(response.headers['retry-after'], via.now()))
  // A token that is not one is answered with 404.
  if (response.status === 401 || response.status === 404) return barred(usual)
  if (response.status === 403 || (response.status === 400 && gonePlaces.test(description ?? ''))) return gone(usual)
  return usual
}

/** Words of https://github.com/tdlib/telegram-bot-api */
const gonePlaces =
  /chat not found|group chat was (deactivated|deleted)|user not found|PEER_ID_INVALID|not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN/i
