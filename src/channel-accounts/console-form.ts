import type { Context } from '../lib/context.ts'
import { allRight, InvalidInput, type Problem } from '../lib/errors.ts'
import { freeKey } from '../lib/free-key.ts'
import { refuseManaged } from '../lib/managed.ts'
import { endsOfSecrets, settingsTyped, shownSettings } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { inField } from '../web/console/setting-inputs.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { changeAccount } from './change.ts'
import { createAccount } from './create.ts'
import { accountSettings, accountsOf, findAccount } from './find.ts'
import { kindNamed } from './kinds.ts'
import { ChangeAccount, NewAccount, type Price, priceOf } from './schema.ts'
import { checked } from './settings.ts'
import { accountForm, settingPrefix } from './view-account.ts'

type Shown = { values: Values; problems?: readonly Problem[] }
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Connecting an account and changing it. */
export const accountFormPages = [
  definePage({
    method: 'GET',
    path: '/console/channels/new/{kind}',
    permission: 'admin',
    view: async (ctx, { params }) => {
      const { kind, name, settings } = kindNamed(params.kind)
      const key = freeKey(
        kind,
        (await accountsOf(ctx)).map((one) => one.key),
      )
      return newPage(ctx, kind, { values: { name, key, ...shownSettings(settings, settingPrefix, {}) } })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/new/{kind}',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { kind, settings } = kindNamed(params.kind)
      const given = {
        kind,
        key: one(fields.key),
        name: one(fields.name),
        settings: settingsTyped(settings, settingPrefix, fields),
      }
      allRight('The account is not right.', [
        () => parsed(NewAccount, given),
        () => checked(settings, '/settings', given.settings),
        () => priceTyped(fields),
      ])
      const { id } = await createAccount(ctx, parsed(NewAccount, { ...given, price: priceTyped(fields) }))
      const text = 'The account is connected. Send a test to see that it works.'
      return { to: `/console/channels/${id}`, flash: { tone: 'good', text } }
    },
    invalid: (ctx, { params, values }, problems) => newPage(ctx, params.kind, { values, problems }),
  }),
  definePage({
    method: 'GET',
    path: '/console/channels/{account}/edit',
    permission: 'admin',
    view: async (ctx, { params }) => {
      const account = await findAccount(ctx, params.account)
      const price = priceOf(account)
      const values = {
        name: account.name,
        price: price ? `${price.amount} ${price.currency}` : '',
        ...shownSettings(kindNamed(account.kind).settings, settingPrefix, accountSettings(ctx, account)),
      }
      return editPage(ctx, account.id, { values })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/edit',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const account = await findAccount(ctx, params.account)
      const schema = kindNamed(account.kind).settings
      const settings = settingsTyped(schema, settingPrefix, fields, accountSettings(ctx, account))
      const given = { name: one(fields.name), settings }
      allRight('The account is not right.', [
        () => parsed(ChangeAccount, given),
        () => checked(schema, '/settings', settings),
        () => priceTyped(fields),
      ])
      await changeAccount(ctx, account.id, parsed(ChangeAccount, { ...given, price: priceTyped(fields) }))
      return { to: `/console/channels/${account.id}`, flash: { tone: 'good', text: 'Saved.' } }
    },
    invalid: (ctx, { params, values }, problems) => editPage(ctx, params.account, { values, problems }),
  }),
]

async function newPage(ctx: Context, kind: string, { values, problems = [] }: Shown) {
  const { name } = kindNamed(kind)
  return consoleLayout(ctx, {
    title: `Connect ${name}`,
    active: 'channels',
    up: { name: 'Connect an account', path: '/console/channels/new' },
    body: accountForm({
      kind,
      form: formState(values, problems.map(inField('settings'))),
      to: `/console/channels/new/${kind}`,
      isNew: true,
    }),
  })
}

async function editPage(ctx: Context, name: string, { values, problems = [] }: Shown) {
  const account = await findAccount(ctx, name)
  refuseManaged(ctx, `The account "${account.name}"`, account)
  return consoleLayout(ctx, {
    title: `Edit ${account.name}`,
    active: 'channels',
    up: { name: account.name, path: `/console/channels/${account.id}` },
    body: accountForm({
      kind: account.kind,
      form: formState(values, problems.map(inField('settings'))),
      to: `/console/channels/${account.id}/edit`,
      isNew: false,
      secrets: endsOfSecrets(kindNamed(account.kind).settings, accountSettings(ctx, account)),
    }),
  })
}

/** "0.0079 USD". */
function priceTyped(fields: Values): Price | null {
  const text = one(fields.price)
  if (text === '') return null
  const [, amount, currency] = /^(\d+(?:[.,]\d+)?)\s*([A-Za-z]{3})$/.exec(text) ?? []
  if (!amount || !currency)
    throw new InvalidInput('The price is not right.', [
      { pointer: '/price', detail: 'expected an amount and a currency, such as 0.0079 USD' },
    ])
  return { amount: Number(amount.replace(',', '.')), currency: currency.toUpperCase() }
}

const one = (value: Values[string] | undefined): string => ([value ?? ''].flat()[0] ?? '').trim()
