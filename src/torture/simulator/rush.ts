import type { Context } from '../../lib/context.ts'
import { turnByTurn } from './database.ts'
import { type Fault, whens } from './gate.ts'
import type { Job } from './jobs.ts'
import type { Post } from './model.ts'
import { correct, post, withdraw } from './people.ts'
import type { Stage } from './scene.ts'

/** What becomes of a post that came in a rush: it stays, or is taken back before or after somebody heard of it. */
const fates = ['stays', 'stays', 'hasty', 'regretted'] as const
export type Fate = (typeof fates)[number]

/** Something newer comes while this is leaving. */
export async function rush(stage: Stage, after: Post): Promise<string> {
  const known = new Set(stage.model.posts.keys())
  const said = await post(stage.scene, risky(stage), after)
  for (const update of stage.model.posts.keys())
    if (!known.has(update)) stage.rushed.set(update, stage.scene.dice.oneOf(fates) ?? 'stays')
  return said
}

/** A post that came in a rush, and is to be taken back now. */
export function toRegret({ model, rushed }: Stage): Post | undefined {
  const isNow = (update: string) =>
    rushed.get(update) === 'hasty' ||
    (rushed.get(update) === 'regretted' && model.arrived.some((one) => one.update === update))
  return [...model.posts.values()].find((one) => one.withdrawn === null && isNow(one.update))
}

export async function regret({ scene }: Stage, one: Post): Promise<string> {
  return (await withdraw({ ...scene, post: one, person: undefined })) ?? 'nothing'
}

/** What follows from a post, a correction or a withdrawal comes late, and something newer about the same before it. */
export async function delay(stage: Stage, job: Job): Promise<string> {
  const { model, scene } = stage
  await stage.jobs.delay(job.id, scene.dice.between(1, longest))
  const about = model.posts.get((await stage.jobs.postOf(job)) ?? '')
  const said = `${job.task} ${job.id} comes late`
  if (!about || about.withdrawn !== null) return said
  const deed = scene.dice.oneOf([() => rush(stage, about), ...[correct, withdraw].map(applied(stage, about))])
  return `${said}; ${await deed?.()}`
}

const longest = 20 * 60_000

const applied =
  ({ scene }: Stage, about: Post) =>
  (deed: typeof correct) =>
  () =>
    deed({ ...scene, post: about, person: undefined })

/** Of those that are due: what follows from a post, or chooses whom it is told to. */
export const mayBeLate = ({ task }: Job) => task === 'follow-event' || task === 'fan-out'

/** As people use the database, which may be lost while they post. */
export function risky({ scene, ctx, base }: Stage): Context {
  const fault: Fault | null =
    scene.dice.between(0, 4) === 0
      ? { statement: scene.dice.between(0, 30), when: scene.dice.oneOf(whens) ?? 'after' }
      : null
  return { ...ctx, ...base, db: turnByTurn(scene.pool, async () => ({ fault, done: () => {} })) }
}
