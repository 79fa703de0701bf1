import { z } from '../lib/zod.ts'
import { askJson, outcomeOf } from './ask.ts'
import { defineChannel } from './channel.ts'
import { dressed, linkLine, type Parts, stacked } from './dress.ts'
import { answerOf, briefly, gone, refused } from './verdict.ts'

const place =
  /^https:\/\/(webexapis\.com|api\.ciscospark\.com|api-usgov\.webex\.com)\/v1\/webhooks\/incoming\/([\w=-]{20,200})\/?$/

const target = z.strictObject({
  url: z.string().trim().regex(place, 'expected an address such as https://webexapis.com/v1/webhooks/incoming/…').meta({
    secret: true,
    inSight: true,
    title: 'Webhook address',
    description: 'https://webexapis.com/v1/webhooks/incoming/…, from the app “Incoming Webhooks”.',
  }),
})

/**
 * By the space's own incoming webhook: who is in a space makes one by themselves, and the operator needs no bot that
 * has to be invited. https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252
 */
export const webex = defineChannel({
  kind: 'webex',
  medium: 'webex',
  name: 'Webex',
  docs: 'https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252',
  reaches: ['subscriber', 'world'],
  setup: `1. Open the app “Incoming Webhooks” in the Webex App Hub and connect it.
2. Give the webhook a name, choose the space that is to hear, and add it.
3. Copy the webhook’s address, which starts with https://webexapis.com/v1/webhooks/incoming/.`,
  settings: z.strictObject({}),
  target,
  identity: ({ url }) => place.exec(url)?.[2] ?? url,
  label: ({ url }) => `Webex webhook …${(place.exec(url)?.[2] ?? '').slice(-4)}`,
  host: ({ target }) => new URL(target.url).host,
  limits: {
    text: { max: 7439, unit: 'bytes', source: 'https://developer.webex.com/docs/api/v1/messages/create-a-message' },
  },
  sample: {
    settings: {},
    target: { url: 'https://webexapis.com/v1/webhooks/incoming/Y2lzY29zcGFyazovL3VzL1dFQkhPT0svMDEyMzQ1Njc' },
  },
  write: (message) => dressed(message, dress, ({ markdown }) => Buffer.byteLength(markdown) <= 7439),
  send: async ({ markdown }, { target }, via) => {
    const asked = await askJson(via, target.url, { markdown }, false)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const said = answerOf(z.object({ message: z.string() }), response)?.message
    const usual = outcomeOf(response, via.now(), briefly(said, [target.url, place.exec(target.url)?.[2]]))
    if (response.status === 404) return gone(usual)
    return response.status === 401 || response.status === 403 ? refused(usual) : usual
  },
})

/** https://developer.webex.com/docs/basics#formatting-messages */
function dress({ heading, body, facts, link, manage }: Parts) {
  const links = [link, ...(manage ? [manage] : [])]
  return {
    text: stacked(heading, body, facts.join('\n'), links.map(linkLine).join('\n')),
    markdown: stacked(
      heading && `**${escaped(heading)}**`,
      escaped(body),
      escaped(facts.join('\n')),
      links.map(({ label, url }) => `[${escaped(label || url)}](<${url}>)`).join('  \n'),
    ),
  }
}

/** Angle brackets would name people, the other marks format; two spaces before a line's end keep the end. */
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]()~#|!$^:]/g, '\\$&')
    .replace(/^([ \t]*)([-+=]|\d+(?=[.)]))/gm, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    )
    .replace(/^[ \t]+/gm, (space) => '\u00a0'.repeat(space.length))
    .replace(/([^\n])\n(?!\n)/g, '$1  \n')
