import { inviteUser } from '../accounts/invite.ts'
import { startSession } from '../accounts/sessions.ts'
import { createToken } from '../accounts/tokens.ts'
import { arrive } from '../alerts/arrive.ts'
import { correctStatus } from '../components/correct-status.ts'
import { createSource } from '../hooks/create.ts'
import type { SourceRow } from '../hooks/find.ts'
import { muteSource } from '../hooks/mute.ts'
import { rotateToken } from '../hooks/rotate-token.ts'
import { openIncident } from '../incidents/open.ts'
import { asSystem, type Context } from '../lib/context.ts'
import { createMessage } from '../messages/create.ts'
import { announce } from '../notifications/announce.ts'
import { fanOut } from '../notifications/fan-out.ts'
import { createPage } from '../pages/create.ts'
import { createRule } from '../rules/create.ts'
import { sourceOf } from '../sources/index.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { suppress } from '../subscribers/suppress.ts'
import { acme } from './acme.ts'
import type { Clock } from './clock.ts'

const minute = 60_000

/** One of everything that the console's screens show, in its several states, with long names and hostile text. */
export async function consoleWorld(ctx: Context, clock: Clock) {
  const place = await acme(ctx)
  const file: Context = { ...ctx, actor: { kind: 'file', name: 'upfront.yaml' } }
  const second = await createPage(file, { slug: 'internal', name: 'Internal tools', timeZone: 'Europe/Berlin' })
  const json = await createSource(ctx, {
    key: 'queue-watcher',
    kind: 'json',
    name: 'The queue watcher that runs on the old machine in the basement',
  })
  const pagerduty = await createSource(ctx, { key: 'pd', kind: 'pagerduty', settings: { secret: 'hush-hush-1f3c' } })
  await muteSource(ctx, pagerduty.id, { until: new Date(clock.now().getTime() + 240 * minute).toISOString() })
  await rotateToken(ctx, json.id)
  const message = await createMessage(ctx, {
    key: 'slow-api',
    title: 'Slower responses from {{component.name}}',
    investigating:
      'Requests to {{component.name}} are slower than usual. They still complete, and your data is safe.\n\nWe will post again by {{nextUpdateAt}}.',
    resolved: '{{component.name}} is back to its normal speed. The slow-down lasted {{duration}}.',
  })
  const filed = await createMessage(file, { key: 'filed', title: 'From a file', investigating: 'Text.' })
  const rule = await createRule(ctx, {
    name: 'API latency, US',
    match: { source: 'am', severity: ['warning', 'critical'], title: '*atency*', 'labels.region': 'us-*' },
    component: place.us,
    message: message.id,
    publish: { mode: 'auto' },
    nextUpdateEvery: '30m',
  })
  await createRule(file, { name: 'Everything else', match: {}, publish: { mode: 'record' } })
  const say = (source: SourceRow, text: string, headers = { 'content-type': 'application/json' }) => {
    const body = Buffer.from(text)
    return arrive(ctx, source, { body, size: body.length, headers, query: {}, remote: '192.0.2.7' })
  }
  const people = await follow(ctx, place)
  await say(place.source, sourceOf('alertmanager')!.sample.body.replaceAll('"region": "us"', '"region": "us-east"'))
  clock.advance(3 * minute)
  await say(place.source, '{"alerts": "none"}')
  await say(
    json,
    '{"key":"q","state":"firing","title":"<script>alert(1)</script> A queue with a name that nobody can say in one breath"}',
  )
  await openIncident(ctx, {
    page: place.page,
    title: 'Card payments fail for some customers',
    status: 'investigating',
    body: 'Some card payments are refused. **No money is taken.**',
    components: { payments: 'partial_outage' },
  })
  await tell(ctx)
  clock.advance(60 * minute)
  const past = (minutes: number) => new Date(clock.now().getTime() - minutes * minute).toISOString()
  await correctStatus(ctx, place.web, {
    status: 'major_outage',
    from: past(50),
    to: past(20),
    reason: 'Seen in the logs',
  })
  await deliver(ctx, people)
  const { user } = await inviteUser(asSystem(ctx, ctx.org, 'Test'), {
    email: 'bob@acme.example',
    name: 'Bob',
    role: 'editor',
  })
  await createToken(ctx, { name: 'Deploys', role: 'editor' })
  return { ...place, second, json, pagerduty, message, filed, rule, people, user }
}

/** Alice, who looks at it all, with a session of the name `owner`. */
export async function signedIn(ctx: Context, id: string) {
  const now = ctx.now()
  await ctx.db
    .insertInto('users')
    .values({ id, org_id: ctx.org, email: `${id}@acme.example`, name: 'Alice', role: 'owner', created_at: now })
    .execute()
  await startSession(ctx, id, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0')
}

async function follow(ctx: Context, { page, us, payments }: { page: string; us: string; payments: string }) {
  const add = async (email: string, components: string[] | null, confirmed = true) =>
    (await addSubscriber(ctx, { page, email, components, confirmed })).subscriber!.id
  const ids = {
    pat: await add('pat@customer.example', [us]),
    kim: await add('kim.with-a-rather-long-name@department.of.a.large.customer.example', null),
    lee: await add('lee@customer.example', [payments]),
    new: await add('new@customer.example', null, false),
    full: await add('full@customer.example', null),
  }
  await suppress(ctx, { email: 'full@customer.example', reason: '550 5.1.1 no such user here' })
  return ids
}

async function tell(ctx: Context) {
  const posted = await ctx.db
    .selectFrom('events')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'update.posted')
    .execute()
  for (const { id } of posted) await announce(ctx, id)
  const rows = await ctx.db.selectFrom('announcements').select('id').where('org_id', '=', ctx.org).execute()
  for (const { id } of rows) await fanOut(ctx, { announcement: id })
}

async function deliver(ctx: Context, people: { kim: string; lee: string; pat: string }) {
  const now = ctx.now()
  const set = (
    subscriber: string,
    row: { state: string; attempts: number; detail?: string; sent_at?: Date; next_attempt_at?: Date },
  ) =>
    ctx.db
      .updateTable('deliveries')
      .set(row)
      .where('subscriber_id', '=', subscriber)
      .where('state', '=', 'queued')
      .execute()
  await set(people.kim, { state: 'sent', attempts: 1, sent_at: now })
  await set(people.lee, { state: 'failed', attempts: 3, detail: '550 5.1.1 <lee@customer.example>: user unknown' })
  await set(people.pat, { state: 'queued', attempts: 2, detail: '451 4.3.0 try again later', next_attempt_at: now })
}
