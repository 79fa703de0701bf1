import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Message } from './channel.ts'
import { dressed, linkLine, type Parts, stacked } from './dress.ts'
import { fitted } from './fit.ts'
import { answerOf, barred, briefly, gone, later, unread, untilEpoch } from './verdict.ts'

const settings = z.strictObject({
  token: z
    .string()
    .regex(/^[A-Za-z0-9]{30}$/, 'expected the 30 letters and digits of an application’s API token')
    .meta({ secret: true, title: 'API token', description: 'Of your application at https://pushover.net/apps.' }),
})
const target = z.strictObject({
  user: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{30}$/, 'expected the 30 letters and digits of a user key')
    .meta({
      secret: true,
      title: 'User key',
      description: 'Yours, or your group’s: the front page of https://pushover.net.',
    }),
})

/** https://pushover.net/api */
export const pushover = defineChannel({
  kind: 'pushover',
  medium: 'pushover',
  name: 'Pushover',
  docs: 'https://pushover.net/api',
  reaches: ['subscriber'],
  setup: `1. Sign in at https://pushover.net and create an application with your page’s name and icon.
2. Copy its API token.
3. Whoever wants to hear gives their user key, which the front page of https://pushover.net shows them.`,
  settings,
  target,
  identity: ({ user }) => user,
  label: ({ user }) => `Pushover …${user.slice(-4)}`,
  host: () => 'api.pushover.net',
  limits: {
    text: { max: 1024, unit: 'characters', source: 'https://pushover.net/api#limits' },
    // https://pushover.net/api#friendly
    atOnce: 2,
  },
  sample: {
    settings: { token: 'azGDORePK8gMaC0QOYAMyEEuzJnyUi' },
    target: { user: 'uQiRzpo4DXghDmr9QzzfQu27cmVRsG' },
  },
  write: (message) =>
    dressed(
      message,
      (parts) => dress(parts, message),
      ({ text }) => text.length <= 1024,
    ),
  send: async ({ push }, { settings: { token }, target: { user } }, via) => {
    const asked = await askJson(via, 'https://api.pushover.net/1/messages.json', { token, user, ...push }, true)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { status, errors = [], request } = answerOf(answer, response) ?? {}
    const usual = outcomeOf(response, via.now(), briefly(errors.join('; '), [token, user]), request)
    if (response.status === 429) {
      const reset = untilEpoch(response.headers['x-limit-app-reset'], via.now())
      return later(usual, retryAfterOf(response.headers['retry-after'], via.now()) ?? reset)
    }
    if (usual.result === 'sent' && status === undefined) return unread(usual)
    if (usual.result === 'sent' && status !== 1)
      return later({ ...usual, detail: `${usual.detail} with status ${status}` }, null)
    if (usual.result !== 'refused') return usual
    if (errors.some((error) => /^application token/.test(error))) return barred(usual)
    return errors.some((error) => /^user .*(is invalid|not a valid)/.test(error)) ? gone(usual) : usual
  },
})

const answer = z.object({
  status: z.int().optional(),
  errors: z.array(z.string()).optional(),
  request: z
    .string()
    .regex(/^[\w-]{1,60}$/)
    .optional(),
})

/** Plain text: `html` stays off. Of a link that is too long for its own field the text has all. */
function dress({ heading, body, facts, link, manage }: Parts, { incident, page }: Message) {
  const text = stacked(body, facts.join('\n'), [link, ...(manage ? [manage] : [])].map(linkLine).join('\n'))
  const push = {
    title: fitted(heading || page.name, 250) || page.url.slice(0, 250),
    message: text,
    html: 0,
    priority: incident?.impact === 'critical' && !incident.isOver ? 1 : 0,
    ...(link.url.length <= 512 && { url: link.url, ...(link.label && { url_title: fitted(link.label, 100) }) }),
  }
  return { text, push }
}
