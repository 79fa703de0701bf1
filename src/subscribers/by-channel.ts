import { admittedTo } from '../access/request.ts'
import { audiencesOf } from '../audiences/find.ts'
import type { Reader } from '../audiences/reader.ts'
import { rightsOf } from '../audiences/rights.ts'
import { componentsSeen } from '../audiences/told.ts'
import { checked } from '../channel-accounts/settings.ts'
import type { Medium } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { settingsTyped } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { offeredOn } from '../offered-channels/find.ts'
import { findPage, type Page } from '../pages/find.ts'
import { addUrl, slackAppOf } from '../slack-installs/account.ts'
import { sealWish } from '../slack-installs/state.ts'
import { goOn } from '../slack-installs/view.ts'
import { neighbourhood } from '../web/client-address.ts'
import type { Limit } from '../web/limit.ts'
import { defineForm, type Values } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { askByChannel } from './ask-channel.ts'
import { askedByChannel, channelFormAgain, codeForm } from './by-channel-view.ts'
import { readChoice } from './choice.ts'
import { confirmByCode } from './code.ts'
import { channelFor } from './destination.ts'
import { bareFrame, framed } from './document.ts'
import { findReadersPage } from './find-page.ts'
import { handleOf } from './handle.ts'
import { asReader, manageUrl } from './link.ts'
import { closedWithout } from './sign-up.ts'
import { languageOfForm } from './speak.ts'
import { telephoneGuard } from './telephone.ts'
import { confirmed } from './view.ts'
import { withSecret } from './with-secret.ts'

const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const Code = z.object({ handle: z.string().max(1000), code: z.string().max(100), language: z.string().optional() })

type At = { slug: string | null; request: RequestFacts }

/** Subscribing by another channel than mail, at a page's own address and below `/p/<slug>`. Counted with the mail form. */
export function channelSignUp(limit: Limit): AnyRoute[] {
  const guard = telephoneGuard()
  const run = (ctx: Context, at: At, fields: Values) => closedWithout(() => signUp(ctx, at, fields))
  async function signUp(reader: Context, at: At, fields: Values) {
    const page = await findReadersPage(reader, { slug: at.slug, host: at.request.host })
    const asking = await admittedTo(reader, page, at.request)
    const ctx = asReader(reader, page.org_id)
    const medium = await offeredMedium(ctx, page, one(fields.channel))
    const channel = channelFor(medium)
    const language = languageOfForm(page, at.request, fields.language)
    const toSlack = await throughSlack(ctx, page, asking, medium, fields, language)
    if (toSlack) return toSlack
    const { target, made } = withSecret(ctx, channel, settingsTyped(channel.target, `${medium}.`, fields))
    // As with mail, a typing mistake is no try.
    const known = checked(channel.target, '/target', target)
    await limit.take(reader, `${page.org_id} ${neighbourhood(at.request.ip)}`)
    await guard.admit(reader, page, medium, channel.identity(known))
    const wish = { page: page.id, channel: medium, target, components: [fields.components ?? []].flat(), language }
    const frame = await bareFrame(ctx, page, language)
    const hash = one(fields.website) === '' ? (await askByChannel(ctx, wish, asking)).address_hash : ctx.random(32)
    const handle = handleOf(ctx, { page: page.id, channel: medium, hash })
    const action = `${below(at, page)}/subscribe/code`
    const { title, main } = askedByChannel(frame, medium, proofOf(medium), { action, handle, secret: made })
    return framed(frame, title, main)
  }
  const again = (ctx: Context, at: At, values: Values, problems: Problem[]) =>
    closedWithout(() => formAgain(ctx, at, values, problems))
  return [
    defineForm({
      method: 'POST',
      path: '/subscribe/channel',
      permission: 'public',
      input: Fields,
      run: (ctx, { fields, request }) => run(ctx, { slug: null, request }, fields),
      invalid: (ctx, { values, request }, problems) => again(ctx, { slug: null, request }, values, problems),
    }),
    defineForm({
      method: 'POST',
      path: '/p/{slug}/subscribe/channel',
      permission: 'public',
      input: Fields,
      run: (ctx, { params, fields, request }) => run(ctx, { slug: params.slug, request }, fields),
      invalid: (ctx, { params, values, request }, problems) =>
        again(ctx, { slug: params.slug, request }, values, problems),
    }),
    ...codeRoutes,
  ]
}

/** Where no webhook is typed and there is an app, Slack itself asks for the channel. Null: as with any other channel. */
async function throughSlack(
  ctx: Context,
  page: Page,
  asking: Reader,
  medium: Medium,
  fields: Values,
  language: string,
): Promise<Html | null> {
  if (medium !== 'slack' || one(fields['slack.url']) !== '' || !(await slackAppOf(ctx, page.org_id))) return null
  const rights = rightsOf(await audiencesOf(ctx, page.id), asking)
  const choice = await readChoice(ctx, page.id, [fields.components ?? []].flat(), rights)
  const components = choice && [...choice]
  const wish = sealWish(ctx, { as: 'reader', page: page.id, components, language })
  const frame = await bareFrame(ctx, page, language)
  return framed(frame, frame.words.text('by.slack_go'), goOn(frame, addUrl(ctx, wish)))
}

const codeRoutes: AnyRoute[] = [
  defineForm({
    method: 'POST',
    path: '/subscribe/code',
    permission: 'public',
    input: Code,
    run: (ctx, { fields, request }) => closedWithout(() => takeCode(ctx, { slug: null, request }, fields)),
  }),
  defineForm({
    method: 'POST',
    path: '/p/{slug}/subscribe/code',
    permission: 'public',
    input: Code,
    run: (ctx, { params, fields, request }) =>
      closedWithout(() => takeCode(ctx, { slug: params.slug, request }, fields)),
  }),
]

async function takeCode(reader: Context, at: At, { handle, code, language: shown }: z.output<typeof Code>) {
  const asked = await findReadersPage(reader, { slug: at.slug, host: at.request.host })
  await admittedTo(reader, asked, at.request)
  const subscriber = await confirmByCode(reader, { handle, code, ip: at.request.ip })
  const ctx = asReader(reader, asked.org_id)
  if (!subscriber) {
    const frame = await bareFrame(ctx, asked, languageOfForm(asked, at.request, shown))
    const { title, main } = codeForm(frame, { action: `${below(at, asked)}/subscribe/code`, handle, wrong: true })
    return framed(frame, title, main)
  }
  const page = await findPage(asReader(reader, subscriber.org_id), subscriber.page_id)
  const frame = await bareFrame(ctx, page, languageOfForm(page, at.request, shown))
  return framed(frame, frame.words.text('confirm.done'), confirmed(frame, manageUrl(ctx, subscriber)))
}

/** Throws `InvalidInput` where the page does not offer it: a form that was open for long, or none of ours. */
export async function offeredMedium(
  ctx: Context,
  page: { id: string; org_id: string },
  wanted: string,
): Promise<Medium> {
  const offered = (await offeredOn(ctx, page)).filter((one) => one !== 'email')
  const medium = offered.find((one) => one === wanted)
  if (medium) return medium
  throw new InvalidInput('This page does not offer that channel.', [
    { pointer: '/channel', detail: `expected one of ${offered.join(', ')}` },
  ])
}

async function formAgain(reader: Context, at: At, values: Values, problems: Problem[]) {
  const page = await findReadersPage(reader, { slug: at.slug, host: at.request.host })
  const asking = await admittedTo(reader, page, at.request)
  const ctx = asReader(reader, page.org_id)
  const components = await componentsSeen(ctx, page.id, asking)
  const frame = await bareFrame(ctx, page, languageOfForm(page, at.request, values.language))
  const offered = (await offeredOn(ctx, page)).filter((one) => one !== 'email')
  const main = channelFormAgain(frame, {
    action: `${below(at, page)}/subscribe/channel`,
    offered,
    hasSlackApp: (await slackAppOf(ctx, page.org_id)) !== undefined,
    values,
    problems,
    components,
  })
  return framed(frame, frame.words.text('subscribe.heading'), main)
}

const below = (at: At, page: { slug: string }) => (at.slug === null ? '' : `/p/${page.slug}`)

const one = (value: Values[string] | undefined): string => ([value ?? ''].flat()[0] ?? '').trim()
