import type { Content } from './schema.ts'

type Announcement = NonNullable<Content['announcement']>

/** Whether it is its time. */
export const isAnnounced = ({ from, until }: Announcement, now: Date): boolean =>
  (!from || Date.parse(from) <= now.getTime()) && (!until || Date.parse(until) > now.getTime())

/** When what a page shows of its content changes by itself, after `now`, in milliseconds. */
export function turnsOf({ announcement }: Content, now: Date): number[] {
  const turns = [announcement?.from, announcement?.until].flatMap((at) => (at ? [Date.parse(at)] : []))
  return turns.filter((at) => at > now.getTime())
}
