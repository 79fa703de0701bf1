import { findAccount } from '../channel-accounts/find.ts'
import { slackRedirectUrl } from '../channel-accounts/hook-url.ts'
import { slackInstallUrl } from '../channels/slack-oauth.ts'
import type { Context } from '../lib/context.ts'
import { Conflict, InvalidInput, NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import type { Flash } from '../web/flash.ts'
import { definePage, type Redirect } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { slackAppSettingsOf } from './account.ts'
import { addOwnChannel, channelFor } from './exchange.ts'
import { endedState, newState, readState } from './state.ts'
import { installTrouble } from './words.ts'

const Came = z.object({
  state: z.string().max(20_000).default(''),
  code: z.string().max(2000).optional(),
  error: z
    .string()
    .regex(/^[a-z_]{2,60}$/)
    .optional()
    .catch(undefined),
})

/** “Add to Slack” for operators: a channel of their own, chosen in Slack. */
export const slackConsolePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/channels/{account}/install',
    permission: 'admin',
    secretLink: true,
    query: z.object({ page: z.string(), as: z.enum(['world', 'subscriber']) }),
    view: async (ctx, { params, query, request }) => {
      const account = await findAccount(ctx, params.account)
      if (account.kind !== 'slack-app') throw new NotFound('page')
      const page = await findPage(ctx, query.page)
      const wish = { as: query.as, page: page.id, account: account.id, user: userOf(ctx) }
      const { state, cookie } = newState(ctx, request, wish)
      const to = slackInstallUrl(slackAppSettingsOf(ctx, account), { redirect: slackRedirectUrl(ctx), state })
      return { to, cookies: [cookie] }
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/channels/installed',
    permission: 'admin',
    secretLink: true,
    query: Came,
    view: (ctx, { query, request }) => finish(ctx, query, request),
  }),
]

async function finish(ctx: Context, came: z.output<typeof Came>, request: RequestFacts): Promise<Redirect> {
  const read = readState(ctx, request, came.state)
  const wish = read?.own ? read.wish : null
  const cookies = [endedState(ctx, request)]
  if (!wish || !('user' in wish) || wish.user !== userOf(ctx))
    return { to: '/console/channels', flash: bad(installTrouble('too_old')), cookies }
  const account = await findAccount(ctx, wish.account)
  const to = `/console/channels/${account.id}#slack`
  if (!came.code) return { to, flash: bad(installTrouble(came.error ?? 'unknown_error')), cookies }
  const chosen = await channelFor(ctx, account, came.code)
  if ('trouble' in chosen) return { to, flash: bad(installTrouble(chosen.trouble)), cookies }
  try {
    const text = await addOwnChannel(ctx, wish.as, wish.page, chosen.target)
    const place = wish.as === 'world' ? `/console/settings/pages/${wish.page}/world` : '/console/subscribers'
    return { to: place, flash: { tone: 'good', text }, cookies }
  } catch (error) {
    if (!(error instanceof Conflict) && !(error instanceof InvalidInput)) throw error
    return { to, flash: bad(error.message), cookies }
  }
}

const userOf = ({ actor }: Context): string => ('id' in actor ? actor.id : actor.name)

const bad = (text: string): Flash => ({ tone: 'bad', text })
