import { timingSafeEqual } from 'node:crypto'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import type { Arrival, Heard, Reply } from './channel.ts'
import type { TelegramSettings } from './telegram.ts'

const chat = z.object({ id: z.int() })
const update = z.object({
  update_id: z.int(),
  message: z
    .object({ chat, text: z.string().optional(), from: z.object({ language_code: z.string().optional() }).optional() })
    .optional(),
  my_chat_member: z.object({ chat, new_chat_member: z.object({ status: z.string() }) }).optional(),
})

/** What the bot hears: https://core.telegram.org/bots/api#setwebhook and #update */
export async function hearTelegram(
  { body, headers }: Arrival,
  { hookSecret }: TelegramSettings,
): Promise<{ heard: Heard[]; reply?: Reply }> {
  if (!hookSecret || !isSame(headers['x-telegram-bot-api-secret-token'] ?? '', hookSecret))
    throw new Unauthenticated('The header X-Telegram-Bot-Api-Secret-Token is missing or wrong')
  const given = update.safeParse(parsed(body))
  if (!given.success) throw new InvalidInput('This is not an update of a Telegram bot')
  const { message, my_chat_member: member } = given.data
  if (message?.text) return replied(message.chat.id, words(message.text), message.from?.language_code ?? 'en')
  const isOut = member && ['kicked', 'left'].includes(member.new_chat_member.status)
  if (!isOut) return { heard: [] }
  const reason = `the bot's place in the chat is "${member.new_chat_member.status}"`
  return { heard: [{ heard: 'bounce', for: { identity: String(member.chat.id) }, hard: true, reason }] }
}

/** Who starts the bot learns the number that they subscribe with. A hook's answer may carry a call of the API. */
function replied(chat: number, text: string, language: string): { heard: Heard[]; reply?: Reply } {
  const from = String(chat)
  if (!/^start\b/i.test(text)) return { heard: [{ heard: 'reply', from, text }] }
  const body = JSON.stringify({ method: 'sendMessage', chat_id: chat, text: startedIn(language, chat) })
  return {
    heard: [{ heard: 'reply', from, text, answered: true }],
    reply: { status: 200, contentType: 'application/json', body },
  }
}

/** In the language of their Telegram: https://core.telegram.org/bots/api#user */
const startedIn = (language: string, chat: number) =>
  `Chat ID: ${chat}\n${started[language.split('-')[0]!.toLowerCase()] ?? started.en}`

const started: Record<string, string> & { en: string } = {
  en: 'Enter it on the status page to subscribe.',
  de: 'Geben Sie sie auf der Statusseite ein, um zu abonnieren.',
  fr: 'Saisissez-le sur la page d’état pour vous abonner.',
  es: 'Introdúzcalo en la página de estado para suscribirse.',
  it: 'Inseriscilo nella pagina di stato per iscriverti.',
  nl: 'Voer het in op de statuspagina om u te abonneren.',
  pt: 'Digite-o na página de status para se inscrever.',
  pl: 'Wpisz go na stronie statusu, aby subskrybować.',
  sv: 'Ange det på statussidan för att prenumerera.',
  ja: 'ステータスページに入力すると登録できます。',
  zh: '请在状态页面输入此编号以订阅。',
  ar: 'أدخله في صفحة الحالة للاشتراك.',
}

/** In groups a command names its bot: "/stop@AcmeStatusBot" says "stop". */
const words = (text: string) => text.replace(/^\/([a-z_]+)(@\w+)?/i, '$1')

function isSame(given: string, secret: string) {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
