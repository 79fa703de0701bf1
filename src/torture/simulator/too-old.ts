const hour = 3_600_000

type Waited = { channel: string; since: Date; until: Date }

/** By channel: longer than that nothing waits. Written down here a second time, as the manual says it. */
const longest: Record<string, number> = { email: 72 * hour, webhook: 96 * hour, slack: 24 * hour }

/** So long it is tried for; the pause that would come then may end later. Programs are tried ten times instead. */
const tried: Record<string, number> = { email: (72 - 5) * hour, slack: (6 - 1.3) * hour }
const most = 10

/** Whether a message that failed for now was tried for so long, or so often, that it was right to give it up. */
export const wasTriedLong = ({ channel, since, until, attempts }: Waited & { attempts: number }): boolean =>
  attempts >= most || until.getTime() - since.getTime() >= (tried[channel] ?? Number.POSITIVE_INFINITY)

/** Whether a message waited for so long that it was right to give it up. */
export const wasTooOld = ({ channel, since, until }: Waited): boolean =>
  until.getTime() - since.getTime() >= (longest[channel] ?? Number.POSITIVE_INFINITY)
