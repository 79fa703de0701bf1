import { escapeHtml } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { type Asked, ask, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Message, type Outcome, type To, type Via } from './channel.ts'
import { serverAddress } from './chat-webhook.ts'
import { dressed, linkLine, type Parts, stacked } from './dress.ts'
import { answerOf, barred, gone, later, unreadYet } from './verdict.ts'

const settings = z.strictObject({
  homeserver: serverAddress('https://matrix.acme.example').meta({
    title: 'Homeserver',
    description: 'Where the bot has its account: https://matrix.acme.example.',
  }),
  token: z
    .string()
    .regex(/^[\x21-\x7e]{8,1000}$/, 'expected an access token without spaces')
    .meta({ secret: true, title: 'Access token', description: 'Of the bot’s account; from Settings, Help & About.' }),
})
const target = z.strictObject({
  room: z
    .string()
    .trim()
    .max(255)
    .regex(/^[!#][^\s\p{Cc}\ud800-\udfff]+$/u, 'expected a room such as #status:acme.example or !abc:acme.example')
    .meta({ title: 'Room', description: '#status:acme.example, or the id from the room’s advanced settings.' }),
})
type Place = To<z.output<typeof settings>, z.output<typeof target>>

/** https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid */
export const matrix = defineChannel({
  kind: 'matrix',
  medium: 'matrix',
  name: 'Matrix',
  docs: 'https://spec.matrix.org/latest/client-server-api/',
  reaches: ['subscriber', 'world'],
  setup: `1. Register an account for the bot on your homeserver and sign in to it once.
2. Copy its access token: Settings, Help & About, Access token. Do not sign out of that session.
3. Whoever wants to hear in a room invites the bot to it; it joins by itself.`,
  settings,
  target,
  identity: ({ room }) => room,
  label: ({ room }) => `Matrix ${room}`.slice(0, 100),
  host: ({ settings }) => new URL(settings.homeserver).host,
  limits: {
    // How often is each homeserver's own affair: the specification names no rate.
    text: { max: 60_000, unit: 'bytes', source: 'https://spec.matrix.org/latest/client-server-api/#size-limits' },
  },
  sample: {
    settings: { homeserver: 'https://matrix.example.org', token: 'syt_dXBmcm9udA_aBcDeFgHiJkLmNoPqRsT_0a1b2c' },
    target: { room: '!OGEhHVWSdvArJzumhm:matrix.example.org' },
  },
  write: (message) => {
    const content = dressed(message, (parts) => contentOf(parts, message), isSmallEnough)
    return { text: content.body, content, id: message.id }
  },
  send: async ({ content, id }, to, via) => {
    const room = await roomOf(to, via)
    if (typeof room !== 'string') return room
    const path = `rooms/${encodeURIComponent(room)}/send/m.room.message/${encodeURIComponent(id)}`
    const sent = await request(to, via, 'PUT', path, content)
    if (!forbids(sent)) return judged(sent, via)
    // Invited and not joined yet, or put out.
    const joined = await request(to, via, 'POST', `join/${encodeURIComponent(room)}`, {})
    if ('outcome' in joined || joined.response.status !== 200) return judged(forbids(joined) ? sent : joined, via)
    return judged(await request(to, via, 'PUT', path, content), via)
  },
})

/** The limit is for the event as servers pass it on, with ids, hashes and signatures around the content. */
const isSmallEnough = (content: object) => Buffer.byteLength(JSON.stringify(content)) <= 60_000

/** `m.mentions` says that nobody is called: without it clients look for names and "@room" in the text. */
function contentOf({ heading, body, facts, link, manage }: Parts, { answers }: Message) {
  const lines = [body, facts.join('\n')].filter((text) => text !== '')
  const links = [link, ...(manage ? [manage] : [])]
  return {
    msgtype: 'm.text',
    body: stacked(heading, ...lines, links.map(linkLine).join('\n')),
    format: 'org.matrix.custom.html',
    formatted_body: [
      `<strong>${escapeHtml(heading)}</strong>`,
      ...lines.flatMap((text) => text.split(/\n{2,}/)).map((text) => escapeHtml(text).replaceAll('\n', '<br>')),
      links.map(({ label, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(label || url)}</a>`).join('<br>'),
    ]
      .map((html) => `<p>${html}</p>`)
      .join(''),
    'm.mentions': {},
    ...(answers && {
      'm.relates_to': {
        rel_type: 'm.thread',
        event_id: answers,
        is_falling_back: true,
        'm.in_reply_to': { event_id: answers },
      },
    }),
  }
}

const problem = z.object({ errcode: z.string().optional(), retry_after_ms: z.number().optional() })

const forbids = (asked: Asked) =>
  'response' in asked && asked.response.status === 403 && answerOf(problem, asked.response)?.errcode === 'M_FORBIDDEN'

/** Messages go to ids: an alias is asked for each time, as it may move. */
async function roomOf(to: Place, via: Via): Promise<string | Outcome> {
  const { room } = to.target
  if (room.startsWith('!')) return room
  const asked = await request(to, via, 'GET', `directory/room/${encodeURIComponent(room)}`)
  if ('outcome' in asked) return asked.outcome
  const found = answerOf(z.object({ room_id: z.string().regex(/^![^\s]{1,254}$/) }), asked.response)
  return asked.response.status === 200 && found ? found.room_id : judged(asked, via)
}

const request = ({ settings }: Place, via: Via, method: 'GET' | 'PUT' | 'POST', path: string, content?: object) =>
  ask(
    via,
    new URL(`/_matrix/client/v3/${path}`, settings.homeserver).href,
    {
      method,
      headers: { authorization: `Bearer ${settings.token}`, 'content-type': 'application/json' },
      ...(content && { body: JSON.stringify(content) }),
    },
    true,
  )

/** https://spec.matrix.org/latest/client-server-api/#standard-error-response */
function judged(asked: Asked, via: Via): Outcome {
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  const { errcode = '', retry_after_ms } = answerOf(problem, response) ?? {}
  const event = answerOf(z.object({ event_id: z.string().regex(/^\$[^\s\p{Cc}]{1,254}$/u) }), response)
  const usual = outcomeOf(response, via.now(), /^[A-Z][A-Z0-9_.]{2,60}$/.test(errcode) ? errcode : '', event?.event_id)
  if (usual.result === 'sent' && !event) return unreadYet(usual)
  if (response.status === 429)
    return later(usual, retryAfterOf(response.headers['retry-after'], via.now()) ?? (retry_after_ms ?? 30_000) / 1000)
  if (errcode === 'M_UNKNOWN_TOKEN' || errcode === 'M_MISSING_TOKEN' || errcode === 'M_USER_DEACTIVATED')
    return response.status < 500 ? barred(usual) : usual
  // The room does not have us, or is no more.
  const isOfRoom =
    (response.status === 403 && errcode === 'M_FORBIDDEN') || (response.status === 404 && errcode === 'M_NOT_FOUND')
  return isOfRoom ? gone(usual) : usual
}
