const hour = 3_600_000

/** By channel: longer than that nothing waits. Written down here a second time, as the manual says it. */
const longest: Record<string, number> = { email: 72 * hour, webhook: 96 * hour, slack: 24 * hour }

/** Whether a message waited for so long that it was right to give it up. */
export const wasTooOld = ({ channel, since, until }: { channel: string; since: Date; until: Date }): boolean =>
  until.getTime() - since.getTime() >= (longest[channel] ?? Number.POSITIVE_INFINITY)
