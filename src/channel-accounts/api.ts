import { channelOf } from '../channels/index.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeAccount } from './change.ts'
import { createAccount } from './create.ts'
import { type Account, accountSettings, accountsOf, findAccount, hookOf } from './find.ts'
import { type Health, healthOfAccounts, unknownHealth } from './health.ts'
import { kindNamed } from './kinds.ts'
import { orderAccounts } from './order.ts'
import { removeAccount } from './remove.ts'
import { rotateHook } from './rotate-hook.ts'
import { ChangeAccount, GivenSettings, NewAccount, Price, priceOf } from './schema.ts'
import { withoutSecrets } from './settings.ts'
import { tryAccount } from './try.ts'

const tags = ['Channels']

export const AccountShape = z
  .object({
    id: z.string(),
    key: z.string(),
    kind: z.string(),
    channel: z.string().meta({ description: 'What subscribers choose: sms, whichever vendor carries it.' }),
    name: z.string(),
    settings: GivenSettings.meta({ description: 'A secret that is set is `<kept>`.' }),
    position: z.number().meta({ description: 'Accounts of one channel are tried in this order.' }),
    enabled: z.boolean(),
    price: Price.nullable(),
    lastSuccessAt: instant.nullable(),
    lastFailureAt: instant.nullable(),
    lastFailure: z.string().nullable(),
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('ChannelAccount')

const WithHook = AccountShape.extend({
  hook: z.string().nullable().meta({
    description: 'The address for the vendor to report to, with its token; null where the vendor reports nothing.',
  }),
}).openapi('ChannelAccountWithHook')

const shape = (ctx: Context, row: Account, health: Health = unknownHealth): z.input<typeof AccountShape> => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  channel: channelOf(row.kind)?.medium ?? row.kind,
  name: row.name,
  settings: withoutSecrets(kindNamed(row.kind).settings, accountSettings(ctx, row)),
  position: row.position,
  enabled: row.enabled,
  price: priceOf(row),
  ...health,
  managedBy: row.managed_by,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const withHook = async (ctx: Context, row: Account) => ({
  ...shape(ctx, row, (await healthOfAccounts(ctx)).get(row.id)),
  hook: hookOf(ctx, row),
})

const Order = z.strictObject({ accounts: z.array(z.string()).max(1000).meta({ description: 'Ids or keys.' }) })

export const channelAccountRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/channel-accounts',
    permission: 'admin',
    summary: 'The accounts with those who carry messages',
    tags,
    query: listQuery(),
    response: listOf(AccountShape),
    run: async (ctx, { query }) => {
      const health = await healthOfAccounts(ctx)
      const all = (await accountsOf(ctx)).filter(({ kind }) => channelOf(kind))
      return pageOfAll(
        all.map((row) => shape(ctx, row, health.get(row.id))),
        query,
        ({ id, createdAt }) => ({ at: createdAt, id }),
      )
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/channel-accounts',
    permission: 'admin',
    summary: 'Connect an account; the answer has the address of its hook',
    tags,
    body: NewAccount,
    response: WithHook,
    status: 201,
    run: async (ctx, { body }) => withHook(ctx, await createAccount(ctx, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/channel-accounts/order',
    permission: 'admin',
    summary: 'Put the accounts in the order in which they are tried',
    description: 'Accounts that are not named come after those that are.',
    tags,
    body: Order,
    run: (ctx, { body }) => orderAccounts(ctx, body.accounts),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/channel-accounts/{account}',
    permission: 'admin',
    summary: 'One account, by id or key',
    tags,
    response: WithHook,
    run: async (ctx, { params }) => withHook(ctx, await findAccount(ctx, params.account)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/channel-accounts/{account}',
    permission: 'admin',
    summary: 'Change an account',
    description: 'Settings are replaced as a whole; a secret given as `<kept>` stays as it is.',
    tags,
    body: ChangeAccount,
    response: WithHook,
    run: async (ctx, { params, body }) => withHook(ctx, await changeAccount(ctx, params.account, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/channel-accounts/{account}',
    permission: 'admin',
    summary: 'Disconnect an account',
    tags,
    run: (ctx, { params }) => removeAccount(ctx, params.account),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/channel-accounts/{account}/rotate-hook',
    permission: 'admin',
    summary: 'Give its hook a new address; the old one ends at once',
    tags,
    response: WithHook,
    run: async (ctx, { params }) => withHook(ctx, await rotateHook(ctx, params.account)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/channel-accounts/{account}/test',
    permission: 'admin',
    summary: 'Send a test message by this account alone',
    tags,
    body: z.strictObject({ target: GivenSettings }),
    response: z.object({ sent: z.boolean(), outcome: z.string() }),
    run: (ctx, { params, body }) => tryAccount(ctx, params.account, body),
  }),
]
