import { startBulkChange } from '../bulk-changes/change.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { slackApp } from '../channels/slack-app.ts'
import type { Context } from '../lib/context.ts'
import { createMetric } from '../metrics/create.ts'
import { readImport } from '../subscriber-imports/read.ts'
import { keepImport } from '../subscriber-imports/upload.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { createWorldChannel } from '../world-channels/create.ts'
import type { Clock } from './clock.ts'
import { consoleWorld, signedIn } from './console-world.ts'

/** Every screen for setting up by its name, with something of each kind on it. */
export async function consoleScreens(ctx: Context, clock: Clock) {
  const world = await consoleWorld(ctx, clock)
  await signedIn(ctx, 'alice')
  const mail = { url: 'smtp://upfront:hush-hush-1f3c@mail.acme.example:587', from: 'status@acme.example' }
  const account = await createAccount(ctx, { key: 'mail', kind: 'smtp', settings: mail })
  await createAccount(ctx, {
    key: 'spare',
    kind: 'smtp',
    name: 'The spare server in the other data centre',
    settings: mail,
  })
  const app = await createAccount(ctx, { key: 'app', kind: 'slack-app', settings: slackApp.sample.settings })
  const number = { channel: 'sms', target: { number: '+4915123456789' }, consent: { text: 'Contract, section 4' } }
  const texted = await addSubscriber(ctx, { page: world.page, components: null, confirmed: true, ...number })
  const hook = 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'
  await createWorldChannel(ctx, world.page, { key: 'status', channel: 'slack', target: { url: hook } })
  const metric = await createMetric(ctx, { page: world.page, key: 'api', name: 'Response time of the API', unit: 'ms' })
  const first = async (table: 'arrivals' | 'alerts' | 'deliveries' | 'incident_updates') =>
    (await ctx.db.selectFrom(table).select('id').where('org_id', '=', ctx.org).executeTakeFirstOrThrow()).id
  const arrivals = await ctx.db.selectFrom('arrivals').select(['id', 'state']).where('org_id', '=', ctx.org).execute()
  const changed = await startBulkChange(ctx, { action: 'add_label', label: 'vip' }, { ids: [world.people.lee] })
  const screens: Record<string, string> = {
    inbox: '/inbox',
    'inbox-none': '/inbox?q=nothing-like-it',
    ...Object.fromEntries(arrivals.map(({ id, state }, i) => [`arrival-${state}-${i}`, `/inbox/${id}`])),
    alerts: '/alerts',
    alert: `/alerts/${await first('alerts')}`,
    sources: '/sources',
    kinds: '/sources/new',
    'source-new': '/sources/new/json',
    'source-edit': `/sources/${world.pagerduty.id}/edit`,
    source: `/sources/${world.json.id}`,
    'source-muted': `/sources/${world.pagerduty.id}`,
    rules: '/rules',
    rule: `/rules/${world.rule.id}`,
    'rule-edit': `/rules/${world.rule.id}/edit`,
    rehearsal: '/rules/rehearsal',
    messages: '/messages',
    message: `/messages/${world.message.id}`,
    'message-filed': `/messages/${world.filed.id}`,
    components: '/components',
    'component-new': '/components/new',
    component: `/components/${world.web}`,
    'component-rule': `/components/${world.us}`,
    subscribers: '/subscribers',
    'subscribers-narrowed': '/subscribers?channel=email&state=active&q=customer',
    'subscriber-new': '/subscribers/new',
    imports: '/subscribers/imports',
    import: `/subscribers/imports/${await broughtIn(ctx, world.page)}`,
    'bulk-change': `/subscribers/changes/${changed.id}`,
    subscriber: `/subscribers/${world.people.lee}`,
    'subscriber-refused': `/subscribers/${world.people.full}`,
    'subscriber-texted': `/subscribers/${texted.subscriber!.id}`,
    replies: '/replies',
    deliveries: '/deliveries',
    delivery: `/deliveries/${await first('deliveries')}`,
    told: `/deliveries/updates/${await first('incident_updates')}`,
    channels: '/channels',
    'channel-kinds': '/channels/new',
    'channel-new': '/channels/new/twilio-sms',
    channel: `/channels/${account.id}`,
    'channel-edit': `/channels/${account.id}/edit`,
    'channel-app': `/channels/${app.id}`,
    offered: `/settings/pages/${world.page}/channels`,
    world: `/settings/pages/${world.page}/world`,
    'world-new': `/settings/pages/${world.page}/world/new/x`,
    metrics: `/settings/pages/${world.page}/metrics`,
    metric: `/settings/pages/${world.page}/metrics/${metric.id}`,
    settings: '/settings',
    account: '/settings/account',
    pages: '/settings/pages',
    page: `/settings/pages/${world.page}`,
    'page-filed': `/settings/pages/${world.second.id}`,
    people: '/settings/people',
    invite: '/settings/people/new',
    person: `/settings/people/${world.user.id}`,
    tokens: '/settings/tokens',
    'token-new': '/settings/tokens/new',
    events: '/settings/events',
  }
  return { world, screens }
}

/**
 * Another state of a screen that is there, or its form with something in it: `npm run torture -- looks console` looks at
 * these, the suite at all others.
 */
export const alike: readonly string[] = [
  ...['inbox-none', 'source-edit', 'source-muted', 'rule-edit', 'message-filed', 'component-new', 'component-rule'],
  ...['subscribers-narrowed', 'subscriber-refused', 'subscriber-texted', 'channel-new', 'channel-edit', 'channel-app'],
  ...['page-filed', 'person', 'token-new'],
]

/** A file of subscribers that was tried, with lines that are wrong. */
async function broughtIn(ctx: Context, page: string) {
  async function* file() {
    yield Buffer.from(`email,state,favourite colour\nnew@customer.example,active,\nno address,awake,red\n`)
  }
  const { id } = await keepImport(ctx, { page, name: 'people of the fair.csv', vouched: true }, file())
  await readImport(ctx, { import: id })
  return id
}
