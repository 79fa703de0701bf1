import type { OutboundResponse } from '../lib/outbound.ts'
import { z } from '../lib/zod.ts'
import { ask, askJson, outcomeOf, retryAfterOf } from './ask.ts'
import type { BlueskySettings, BlueskyTarget } from './bluesky.ts'
import type { Outcome, To, Via } from './channel.ts'
import { lengthOf } from './fit.ts'
import { answerOf, barred, briefly, later, unreadYet, untilEpoch } from './verdict.ts'

export type BlueskyPost = { text: string; link: string; language: string; key: string; answers: string | null }
type Place = To<BlueskySettings, BlueskyTarget>
type Session = { accessJwt: string; did: string }

/** 300 graphemes and 3000 bytes, both. */
export const fitsPost = (text: string) => Buffer.byteLength(text) <= 3000 && lengthOf(text, 'graphemes') <= 300

/**
 * Signs in and puts the post at its key, only where nothing is yet: a repeat finds the first attempt's post. A session
 * that has ended meanwhile is opened once more.
 */
export async function sendPost(post: BlueskyPost, to: Place, via: Via, again = false): Promise<Outcome> {
  const session = await signIn(to, via)
  if ('result' in session) return session
  const record = {
    repo: session.did,
    collection: 'app.bsky.feed.post',
    rkey: post.key,
    record: recordOf(post, via.now()),
    swapRecord: null,
  }
  const asked = await askJson(via, xrpc(to, 'com.atproto.repo.putRecord'), record, true, bearer(session))
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  const { error } = answerOf(problem, response) ?? {}
  if (response.status < 500 && error === 'ExpiredToken' && !again) return sendPost(post, to, via, true)
  if (response.status === 400 && error === 'InvalidSwap') return found(post, session, to, via)
  return judged(response, to, session, via)
}

async function signIn(to: Place, via: Via): Promise<Session | Outcome> {
  const identifier = to.target.handle.replace('@', '')
  const { password } = to.settings
  const asked = await askJson(via, xrpc(to, 'com.atproto.server.createSession'), { identifier, password }, true)
  if ('outcome' in asked) return asked.outcome
  const session = answerOf(z.object({ accessJwt: z.string().regex(/^[\x21-\x7e]{1,4000}$/), did }), asked.response)
  if (asked.response.status === 200 && session) return session
  const outcome = judged(asked.response, to, null, via)
  return outcome.result === 'refused' ? barred(outcome) : outcome
}

/** Links and names are marked by byte offsets; what is not marked is plain text. Only the link at the end is. */
export function recordOf({ text, link, language, answers }: BlueskyPost, now: Date) {
  const byteEnd = Buffer.byteLength(text)
  const index = { byteStart: byteEnd - Buffer.byteLength(link), byteEnd }
  const [uri, cid] = answers?.split(' ') ?? []
  const first = uri?.startsWith('at://') && cid ? { uri, cid } : null
  return {
    $type: 'app.bsky.feed.post',
    text,
    createdAt: now.toISOString(),
    langs: [language],
    ...(text.endsWith(link) && {
      facets: [{ index, features: [{ $type: 'app.bsky.richtext.facet#link', uri: link }] }],
    }),
    ...(first && { reply: { root: first, parent: first } }),
  }
}

async function found(post: BlueskyPost, session: Session, to: Place, via: Via): Promise<Outcome> {
  const query = new URLSearchParams({ repo: session.did, collection: 'app.bsky.feed.post', rkey: post.key })
  const asked = await ask(via, `${xrpc(to, 'com.atproto.repo.getRecord')}?${query}`, { headers: bearer(session) }, true)
  return 'outcome' in asked ? asked.outcome : judged(asked.response, to, session, via)
}

const xrpc = (to: Place, name: string) => new URL(`/xrpc/${name}`, to.settings.server).href
const bearer = ({ accessJwt }: Session) => ({ authorization: `Bearer ${accessJwt}` })

const did = z.string().regex(/^did:[a-z]+:[\w.:%-]{1,200}$/)
const problem = z.object({ error: z.string().optional(), message: z.string().optional() })
const place = z.object({ uri: z.string().regex(/^at:\/\/[\w.:%/-]{1,300}$/), cid: z.string().regex(/^\w{10,100}$/) })

function judged(response: OutboundResponse, to: Place, session: Session | null, via: Via): Outcome {
  const { error = '', message = '' } = answerOf(problem, response) ?? {}
  const record = answerOf(place, response)
  const said = briefly([error, message].filter(Boolean).join(': '), [to.settings.password, session?.accessJwt])
  const usual = outcomeOf(response, via.now(), said, record && `${record.uri} ${record.cid}`)
  if (usual.result === 'sent' && !record) return unreadYet(usual)
  if (response.status === 429)
    return later(
      usual,
      retryAfterOf(response.headers['retry-after'], via.now()) ??
        untilEpoch(response.headers['ratelimit-reset'], via.now()),
    )
  const isOfAccount = ['ExpiredToken', 'InvalidToken', 'AccountTakedown', 'AuthFactorTokenRequired'].includes(error)
  return isOfAccount && response.status < 500 ? barred(usual) : usual
}
