import { type Account, accountSettings } from '../channel-accounts/find.ts'
import { type SlackAppSettings, slackAppSettings } from '../channels/slack-app.ts'
import type { Context } from '../lib/context.ts'

/** The Slack app that readers of an organization's pages add to their workspaces: the first that is switched on. */
export const slackAppOf = ({ db }: Pick<Context, 'db'>, org: string): Promise<Account | undefined> =>
  db
    .selectFrom('channel_accounts')
    .selectAll()
    .where('org_id', '=', org)
    .where('kind', '=', 'slack-app')
    .where('enabled', '=', true)
    .orderBy('position')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

export const slackAppSettingsOf = (ctx: Pick<Context, 'settings'>, account: Account): SlackAppSettings =>
  slackAppSettings.parse(accountSettings(ctx, account))

/** Where a reader's wish is taken to Slack. */
export const addUrl = ({ settings }: Pick<Context, 'settings'>, wish: string): string =>
  `${settings.url}/channels/slack-app/add?wish=${wish}`
