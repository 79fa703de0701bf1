import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import { seal, unseal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { type Cookie, isHttps } from '../web/cookies.ts'
import type { RequestFacts } from '../web/request.ts'

/** What is to become of the channel that somebody chooses in Slack. */
export const Wish = z.discriminatedUnion('as', [
  z.object({
    as: z.literal('reader'),
    page: z.string(),
    components: z.array(z.string()).nullable(),
    language: z.string(),
  }),
  z.object({ as: z.enum(['world', 'subscriber']), page: z.string(), account: z.string(), user: z.string() }),
  // Begun over the API: whoever was given the address chooses.
  z.object({
    as: z.literal('given'),
    to: z.enum(['world', 'subscriber']),
    page: z.string(),
    account: z.string(),
    components: z.array(z.string()).nullable(),
    language: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
  }),
])
export type Wish = z.output<typeof Wish>

const State = z.object({
  what: z.enum(['slack wish', 'slack state']),
  until: z.number(),
  nonce: z.string(),
  wish: Wish,
})

/** As long as a code of Slack's works: https://docs.slack.dev/authentication/installing-with-oauth/ */
export const installMinutes = 10

type Keys = Pick<Context, 'settings' | 'random' | 'now'>

/** A wish to take along on a link, which nobody can read or change. */
export const sealWish = (ctx: Keys, wish: Wish): string => sealed(ctx, 'slack wish', '', wish)

/** Null where it is none of ours, or too old. */
export function openWish(ctx: Pick<Keys, 'settings' | 'now'>, text: string): Wish | null {
  const state = opened(ctx, 'slack wish', text)
  return state && state.until > ctx.now().getTime() ? state.wish : null
}

/** What Slack gives back unchanged, and the cookie of the one browser that may bring it. */
export function newState(
  ctx: Keys,
  request: Pick<RequestFacts, 'scheme'>,
  wish: Wish,
): { state: string; cookie: Cookie } {
  const nonce = ctx.random(18).toString('base64url')
  const cookie = { name: cookieName(ctx, request), value: nonce, maxAge: installMinutes * 60 }
  return { state: sealed(ctx, 'slack state', nonce, wish), cookie }
}

/** The same without a browser, for an address that is given to somebody: it is the proof by itself. */
export const givenState = (ctx: Keys, wish: Extract<Wish, { as: 'given' }>): { state: string; until: Date } => ({
  state: sealed(ctx, 'slack state', '', wish),
  until: new Date(ctx.now().getTime() + installMinutes * 60_000),
})

/** Null where it is none of ours. `own`: this browser began it, or it was given to whoever comes; and not too long ago. */
export function readState(
  ctx: Pick<Keys, 'settings' | 'now'>,
  request: Pick<RequestFacts, 'scheme' | 'cookie'>,
  text: string,
): { wish: Wish; own: boolean } | null {
  const state = opened(ctx, 'slack state', text)
  if (!state) return null
  const isBrowser = state.wish.as === 'given' || request.cookie(cookieName(ctx, request)) === state.nonce
  const own = isBrowser && state.until > ctx.now().getTime()
  return { wish: state.wish, own }
}

/** Takes the cookie back: what was begun has ended. */
export const endedState = (ctx: Pick<Keys, 'settings'>, request: Pick<RequestFacts, 'scheme'>): Cookie => ({
  name: cookieName(ctx, request),
  value: '',
  maxAge: 0,
})

const sealed = (ctx: Keys, what: 'slack wish' | 'slack state', nonce: string, wish: Wish) =>
  seal(
    ctx.settings.secret,
    ctx.random,
    JSON.stringify({ what, until: ctx.now().getTime() + installMinutes * 60_000, nonce, wish }),
  ).toString('base64url')

function opened({ settings }: Pick<Keys, 'settings'>, what: 'slack wish' | 'slack state', text: string) {
  try {
    const state = State.parse(JSON.parse(unseal(settings.secret, Buffer.from(text.slice(0, 200_000), 'base64url'))))
    return state.what === what ? state : null
  } catch {
    return null
  }
}

const cookieName = ({ settings }: Pick<Keys, 'settings'>, { scheme }: Pick<RequestFacts, 'scheme'>) =>
  `${scheme === 'https' || (isHttps(settings.url) && isHttps(consoleUrl(settings))) ? '__Host-' : ''}upfront-slack`
