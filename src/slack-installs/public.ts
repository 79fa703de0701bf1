import { findAccount } from '../channel-accounts/find.ts'
import { slackRedirectUrl } from '../channel-accounts/hook-url.ts'
import { slackInstallUrl } from '../channels/slack-oauth.ts'
import type { SlackTarget } from '../channels/slack-target.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { offeredOn } from '../offered-channels/find.ts'
import { findPage, type Page } from '../pages/find.ts'
import { deadLink } from '../subscribers/dead-link.ts'
import { bareFrame, framed } from '../subscribers/document.ts'
import { asReader, manageUrl } from '../subscribers/link.ts'
import { closedWithout, signUpLimit } from '../subscribers/sign-up.ts'
import { neighbourhood } from '../web/client-address.ts'
import type { Limit } from '../web/limit.ts'
import { definePage, type Redirect } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { slackAppOf, slackAppSettingsOf } from './account.ts'
import { addOwnChannel, channelFor, followInChannel } from './exchange.ts'
import { endedState, newState, openWish, readState, type Wish } from './state.ts'
import { notAdded } from './view.ts'

const Came = z.object({
  state: z.string().max(20_000).default(''),
  code: z.string().max(2000).optional(),
  error: z.string().max(200).optional(),
})
type Came = z.output<typeof Came>
type Given = Extract<Wish, { as: 'given' }>
type Asked = Extract<Wish, { as: 'reader' }> | Given

/**
 * “Add to Slack” for readers, on the installation's own host, which is the one that Slack knows; it leads operators, who
 * began in the console, back there.
 */
export function slackInstallPages(): AnyRoute[] {
  const limit = signUpLimit()
  return [
    definePage({
      method: 'GET',
      path: '/channels/slack-app/add',
      permission: 'public',
      secretLink: true,
      query: z.object({ wish: z.string().max(20_000).default('') }),
      view: (base, { query, request }) => closedWithout(() => begin(base, query.wish, request)),
    }),
    definePage({
      method: 'GET',
      path: '/channels/slack-app/installed',
      permission: 'public',
      secretLink: true,
      query: Came,
      view: (base, { query, request }) => closedWithout(() => finish(base, limit, query, request)),
    }),
  ]
}

async function begin(base: Context, sealed: string, request: RequestFacts): Promise<Html | Redirect> {
  const wish = openWish(base, sealed)
  if (wish?.as !== 'reader') return deadLink(request)
  const { account } = await placeOf(base, wish)
  if (!account) return deadLink(request)
  const { state, cookie } = newState(base, request, wish)
  const to = slackInstallUrl(slackAppSettingsOf(base, account), { redirect: slackRedirectUrl(base), state })
  return { to, cookies: [cookie] }
}

async function finish(base: Context, limit: Limit, came: Came, request: RequestFacts): Promise<Html | Redirect> {
  const read = readState(base, request, came.state)
  if (!read) return deadLink(request)
  const { wish, own } = read
  if ('user' in wish) return toConsole(base, came)
  const { ctx, page, account } = await placeOf(base, wish)
  const frame = await bareFrame(ctx, page, wish.language)
  const no = (why: 'by.slack_old' | 'by.slack_denied' | 'by.slack_failed') =>
    framed(frame, frame.words.text('by.slack_add'), notAdded(frame, why))
  if (!own || !account) return no('by.slack_old')
  if (!came.code) return no(came.error === 'access_denied' ? 'by.slack_denied' : 'by.slack_failed')
  await limit.take(base, `${page.org_id} ${neighbourhood(request.ip)}`)
  const chosen = await channelFor(ctx, account, came.code)
  if ('trouble' in chosen) return no(isOld(chosen.trouble) ? 'by.slack_old' : 'by.slack_failed')
  if (wish.as === 'given' && wish.to === 'world') return speakThere(ctx, wish, chosen.target)
  const subscriber = await followInChannel(ctx, wish, chosen.target, request.ip)
  if (!subscriber) return no('by.slack_failed')
  return { to: `${manageUrl(ctx, subscriber)}?begun=yes`, cookies: [endedState(base, request)] }
}

const isOld = (trouble: string) => ['invalid_code', 'code_expired', 'code_already_used'].includes(trouble)

type Place = { ctx: Context; page: Page; account: Awaited<ReturnType<typeof slackAppOf>> }

/** The account is undefined where the page does not offer it any more, or what was given is switched off. */
async function placeOf(base: Context, wish: Asked): Promise<Place> {
  const row = await base.db.selectFrom('pages').select('org_id').where('id', '=', wish.page).executeTakeFirst()
  if (!row) throw new NotFound('page')
  const ctx = asReader(base, row.org_id)
  const page = await findPage(ctx, wish.page)
  if (wish.as === 'given') {
    const account = await findAccount(ctx, wish.account)
    return { ctx, page, account: account.enabled ? account : undefined }
  }
  const isOffered = (await offeredOn(ctx, page)).includes('slack')
  return { ctx, page, account: isOffered ? await slackAppOf(ctx, page.org_id) : undefined }
}

/** In the name of whoever began it, whose page of channels shows it. */
async function speakThere(reader: Context, { page, by }: Given, target: SlackTarget): Promise<Redirect> {
  const ctx: Context = { ...reader, actor: { kind: 'token', ...by, role: 'admin' } }
  await addOwnChannel(ctx, 'world', page, target)
  return { to: `${consoleUrl(ctx.settings)}/console/settings/pages/${page}/world` }
}

function toConsole({ settings }: Context, came: Came): Redirect {
  const query = new URLSearchParams(Object.entries(came).filter(([, value]) => value))
  return { to: `${consoleUrl(settings)}/console/channels/installed?${query}` }
}
