import { mailServer } from '../test/mail-server.ts'
import { compareInbox } from './compare-inbox.ts'
import { comparePage } from './compare-page.ts'
import { comparePosts } from './compare-posts.ts'
import { compareTold, followers, peopleOf } from './compare-told.ts'
import { killFirstStarts, killOnAndOn } from './kills.ts'
import { nothingYet } from './said.ts'
import { settle } from './settle.ts'
import { dice, type Torture, victim } from './stage.ts'
import { openAndEnd, openIncident, writeAlerts, writePosts } from './writers.ts'

export type Acknowledged = {
  kills: number
  alerts: number
  posts: number
  /** Requests that had to be sent again. */
  again: number
  mails: number
  /** What was acknowledged and is not there. */
  lost: string[]
  /** What is there twice, half, in the wrong place, or differs between the database and what readers see. */
  wrong: string[]
}

/**
 * Alerts and posts are sent all the time, several at once, while the program and its database are killed at random
 * moments, also while they start and recover. What got no answer is sent again. In the end everything that was answered
 * with a success must be there once, and all that follows from it.
 */
export async function killWhileWriting({ kills, seed, print }: Torture): Promise<Acknowledged> {
  const server = await mailServer({ parse: false })
  // Each post by itself: the mails are counted one by one.
  const env = { SMTP_URL: server.url, MAIL_FROM: 'status@acme.example', MESSAGES_PER_HOUR: '0' }
  const one = await victim(env, restless)
  let going = true
  try {
    const said = nothingYet()
    const writer = (name: string) => ({
      one,
      said,
      name: `${name} ${seed}`,
      chance: dice(`${seed} ${name}`),
      going: () => going,
    })
    const chance = dice(seed)
    await killFirstStarts(one, chance, Math.floor(kills / 10))
    const incident = await openIncident(writer('person'), 'Under torture', { web: 'degraded_performance' })
    const errors = { alertname: 'HighErrorRate', region: 'eu' }
    const writing = Promise.all([
      writeAlerts(writer('errors'), errors, 0),
      writeAlerts(writer('more errors'), errors, 300),
      writeAlerts(writer('webhooks'), { alertname: 'WebhookQueueOld' }, 1500),
      writePosts(writer('post'), incident),
      openAndEnd(writer('incident')),
    ])
    const killing = killOnAndOn(one, chance, kills, {
      acknowledged: () => said.alerts.size + said.posts.size,
      print: () => print(`${one.kills()} kills, ${said.alerts.size} alerts and ${said.posts.size} posts acknowledged`),
    })
    await Promise.race([killing, writing])
    going = false
    await Promise.all([killing, writing])
    const stuck = await settle(one)
    const lost = [...(await one.look((ctx) => compareInbox(ctx, said))), ...(await comparePosts(one, said))]
    const told = await one.look((ctx) => compareTold(ctx, server.mails, one.kills()))
    return {
      kills: one.kills(),
      alerts: said.alerts.size,
      posts: said.posts.size + said.opened.size,
      again: said.again,
      mails: server.mails.length,
      lost,
      wrong: [...said.odd, ...stuck, ...told, ...(await comparePage(one))],
    }
  } finally {
    going = false
    await one.end()
    await server.stop()
  }
}

/** Holds and flap windows so short that they pass again and again, and people who follow this and that. */
const restless = (text: string) =>
  text
    .replace('flapWindow: 15m', 'flapWindow: 0s')
    .replace('publish: { mode: hold, for: 10m }', 'publish: { mode: hold, for: 1s }\n    flapWindow: 2s')
    .replace(/^subscribers:[\s\S]*$/m, peopleOf(followers))
