import { findAccount } from '../channel-accounts/find.ts'
import { slackRedirectUrl } from '../channel-accounts/hook-url.ts'
import { slackInstallUrl } from '../channels/slack-oauth.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { readChoice } from '../subscribers/choice.ts'
import { instant } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { slackAppSettingsOf } from './account.ts'
import { givenState } from './state.ts'

/** They travel along in the address, which servers take up to some 8,000 characters of. */
const mostChosen = 300

const Begin = z
  .strictObject({
    page: z.string().min(1).max(200).meta({ description: 'Slug or id.' }),
    as: z.enum(['subscriber', 'world']).default('subscriber').meta({
      description: 'Whether the channel hears as one subscriber, or as what the page says to the world.',
    }),
    components: z.array(z.string().min(1).max(200)).max(mostChosen).nullish().meta({
      description: 'Of a subscriber: keys or ids; everything where it is null or left out.',
    }),
    language: LanguageCode.optional().meta({ description: 'Of a subscriber; that of the page where it is left out.' }),
  })
  .openapi('BeginSlackInstall')

const Begun = z
  .object({
    url: z.string().meta({ description: 'At Slack. Whoever follows it chooses a channel there.' }),
    expiresAt: instant,
  })
  .openapi('SlackInstall')

/** “Add to Slack” for programs: an address to give to whoever is to choose the channel. */
export const slackInstallRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/channel-accounts/{account}/slack-install',
    permission: 'admin',
    summary: 'Begin to add a Slack app to a workspace',
    description:
      'Answers the address to follow, which works for ten minutes. Whoever has it can add a channel of theirs: give it to nobody else. The channel is added once they allow it in Slack.',
    tags: ['Channels'],
    body: Begin,
    response: Begun,
    status: 201,
    run: async (ctx, { params, body }) => {
      const account = await findAccount(ctx, params.account)
      if (account.kind !== 'slack-app') throw new NotFound('account of a Slack app')
      if (!account.enabled) throw new Conflict(`The account "${account.name}" is switched off.`)
      const page = await findPage(ctx, body.page)
      const choice = await readChoice(ctx, page.id, body.components ?? null)
      const { state, until } = givenState(ctx, {
        as: 'given',
        to: body.as,
        page: page.id,
        account: account.id,
        components: choice && [...choice],
        language: body.language ?? page.language,
        by: { id: 'id' in ctx.actor ? ctx.actor.id : '', name: ctx.actor.name },
      })
      return {
        url: slackInstallUrl(slackAppSettingsOf(ctx, account), { redirect: slackRedirectUrl(ctx), state }),
        expiresAt: until,
      }
    },
  }),
]
