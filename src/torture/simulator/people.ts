import type { Pool } from 'pg'
import { correctUpdate, withdrawUpdate } from '../../incidents/correct-update.ts'
import { openIncident } from '../../incidents/open.ts'
import { postUpdate } from '../../incidents/post-update.ts'
import type { Context } from '../../lib/context.ts'
import { Conflict } from '../../lib/errors.ts'
import { newId } from '../../lib/id.ts'
import { digest, seal } from '../../lib/seal.ts'
import { pauseTelling, resumeTelling, stopTelling } from '../../notifications/telling.ts'
import { changeSubscription, unsubscribe } from '../../subscribers/change.ts'
import { media } from './channels.ts'
import { holds, type Model, type Person, type Post, type Wish } from './model.ts'
import type { Mood } from './moods.ts'
import { operators } from './operators.ts'

export type Dice = { between: (least: number, most: number) => number; oneOf: <T>(all: readonly T[]) => T | undefined }
export type Scene = {
  ctx: Context
  page: string
  model: Model
  dice: Dice
  mood: Mood
  pool: Pool
  /** Those for mail. */
  accounts: readonly string[]
  step: () => number
  now: () => number
}

const components = [null, 'web', 'payments'] as const
const gold = 'gold'

/** Somebody subscribes. */
export async function join({ ctx, page, model, dice, step }: Scene): Promise<string> {
  const [id, now, channel] = [newId(ctx), ctx.now(), dice.oneOf(media) ?? 'slack']
  const host = `${dice.oneOf(['one', 'two', 'three'])}.example`
  const night = dice.between(0, 5) === 0 ? { from: dice.between(20, 23), until: dice.between(4, 9) } : null
  const labels = dice.between(0, 1) === 0 ? [gold] : []
  const hour = (at: number) => `${String(at).padStart(2, '0')}:00`
  await ctx.db
    .insertInto('subscribers')
    .values({
      ...{ id, org_id: ctx.org, page_id: page, channel, host, label: id, email: null, state: 'active', labels },
      target: seal(ctx.settings.secret, ctx.random, JSON.stringify({ name: id, host })),
      ...{ address_hash: digest(id), mailbox_hash: digest(id), created_at: now, updated_at: now },
      ...(night && { quiet_from: hour(night.from), quiet_until: hour(night.until), quiet_zone: 'UTC' }),
    })
    .execute()
  model.people.set(id, { id, channel, night, wishes: [{ since: step(), active: true, choice: null, labels }] })
  return `${id} joins by ${channel}${labels.map((label) => ` as ${label}`).join()}`
}

/**
 * Opens an incident, or posts on one, or on what the same is about as `after`. `risky` may lose the database in the middle;
 * then nobody was told that it is there.
 */
export async function post(scene: Scene, risky: Context, after?: Post): Promise<string> {
  const { ctx, page, model, dice, mood, step } = scene
  const body = `Post ${step()}.`
  const open = [...Map.groupBy(model.posts.values(), ({ incident }) => incident).values()].flatMap(([one]) => one ?? [])
  // Of many incidents the latest is written about most.
  const latest = dice.between(0, 1) === 0 ? open.at(-1) : dice.oneOf(open)
  const on = after ?? (open.length < mood.incidents || dice.between(0, 9) === 0 ? undefined : latest)
  const notify = dice.between(0, 9) > 0
  // Some are for some readers alone.
  const label = dice.between(0, 4) === 0 ? gold : null
  const labels = label === null ? null : [label]
  const component = on ? on.component : (dice.oneOf(components) ?? null)
  const affected = component ? { components: { [component]: 'degraded_performance' as const } } : {}
  const acknowledged = await (on
    ? postUpdate(risky, on.incident, { status: 'investigating', body, notify, labels })
    : openIncident(risky, {
        page,
        title: `Incident ${step()}`,
        status: 'investigating',
        body,
        notify,
        labels,
        ...affected,
      })
  ).then(
    () => true,
    () => false,
  )
  const row = await ctx.db
    .selectFrom('incident_updates')
    .select(['id', 'incident_id'])
    .where('org_id', '=', ctx.org)
    .where('body', '=', body)
    .executeTakeFirst()
  holds(model, 'I1', Boolean(row) || !acknowledged, () => `post ${body} was acknowledged and is not there`)
  if (row)
    model.posts.set(row.id, {
      ...{ incident: row.incident_id, update: row.id, component, label, notify, since: step(), acknowledged },
      ...{
        bodies: [{ since: step(), body, notify }],
        withdrawn: null,
        tellsWithdrawal: false,
        paused: null,
        stopped: null,
      },
    })
  return `${on ? `posts on ${on.incident}` : 'opens an incident'}: ${body}${acknowledged ? '' : ' without an answer'}`
}

/** What else people do to posts and to their subscriptions. */
export async function meddle(scene: Scene): Promise<string> {
  const { model, dice, mood } = scene
  const posts = [...model.posts.values()].filter(({ withdrawn }) => withdrawn === null)
  const one = dice.between(0, 2) === 0 ? posts.at(-1) : dice.oneOf(posts)
  const person = dice.oneOf([...model.people.values()].filter(({ wishes }) => wishes.at(-1)?.active))
  const deed = dice.oneOf(dice.between(1, mood.operators) === 1 ? operators : deeds)
  const said = await deed?.({ ...scene, post: one, person }).catch((error) => {
    if (error instanceof Conflict) return `${deed.name}: ${error.message}`
    throw error
  })
  return said ?? 'nothing'
}

type About = Scene & { post: Post | undefined; person: Person | undefined }
type Deed = (about: About) => Promise<string | undefined>

export const correct: Deed = async ({ ctx, post, step, dice }) => {
  if (!post) return
  const body = `Corrected ${step()}.`
  const notify = dice.between(0, 1) === 1
  await correctUpdate(ctx, post.incident, post.update, { body, notify })
  post.bodies.push({ since: step(), body, notify })
  return `corrects ${post.update}`
}

export const withdraw: Deed = async ({ ctx, post, step, dice }) => {
  if (!post) return
  const notify = dice.between(0, 1) === 1
  await withdrawUpdate(ctx, post.incident, post.update, { reason: 'Wrong.', notify })
  Object.assign(post, { withdrawn: step(), tellsWithdrawal: notify })
  return `withdraws ${post.update}`
}

const pause: Deed = async ({ ctx, post, step }) => {
  if (!post) return
  await pauseTelling(ctx, post.update)
  post.paused ??= step()
  return `pauses ${post.update}`
}

const resume: Deed = async ({ ctx, model, dice }) => {
  const post = dice.oneOf(
    [...model.posts.values()].filter(({ paused, stopped }) => paused !== null && stopped === null),
  )
  if (!post) return
  await resumeTelling(ctx, post.update)
  post.paused = null
  return `resumes ${post.update}`
}

const stop: Deed = async ({ ctx, post, step }) => {
  if (!post) return
  await stopTelling(ctx, post.update)
  post.stopped ??= step()
  return `stops ${post.update}`
}

const leave: Deed = async ({ ctx, person, step }) => {
  if (!person) return
  await unsubscribe(ctx, person.id)
  wishes(person, { since: step(), active: false })
  return `${person.id} leaves`
}

const choose: Deed = async ({ ctx, person, step, dice }) => {
  if (!person) return
  const choice = dice.oneOf(components) ?? null
  await changeSubscription(ctx, person.id, { components: choice === null ? null : [choice] })
  wishes(person, { since: step(), choice })
  return `${person.id} wants ${choice ?? 'everything'}`
}

const mark: Deed = async ({ ctx, person, step }) => {
  if (!person) return
  const labels = person.wishes.at(-1)?.labels.length ? [] : [gold]
  await changeSubscription(ctx, person.id, { labels })
  wishes(person, { since: step(), labels })
  return `${person.id} is ${labels.length > 0 ? '' : 'not '}${gold}`
}

const wishes = (person: Person, change: Partial<Wish> & { since: number }) =>
  person.wishes.push({ active: true, choice: null, labels: [], ...person.wishes.at(-1), ...change })

function rarely(deed: Deed): Deed {
  return async (about) => (about.dice.between(1, 3) === 1 ? deed(about) : undefined)
}

export const resumeAll = async (scene: Scene) => {
  for (const post of scene.model.posts.values())
    if (post.paused !== null && post.stopped === null) {
      await resumeTelling(scene.ctx, post.update)
      post.paused = null
    }
}

const deeds: readonly Deed[] = [
  ...[correct, correct, rarely(withdraw), pause, resume, resume, rarely(stop)],
  ...[leave, choose, choose, choose, mark],
]
