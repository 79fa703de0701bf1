const unit: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds from `90s`, `5m`, `1h30m`, `2d`. Null where it is not one, or not above zero. */
export function parseDuration(text: string): number | null {
  if (!/^(\d{1,6}[smhd])+$/.test(text)) return null
  let seconds = 0
  for (const [, count, name] of text.matchAll(/(\d+)([smhd])/g)) seconds += Number(count) * unit[name!]!
  return seconds > 0 && seconds <= 366 * 86_400 ? seconds : null
}

/** The shortest form that parseDuration reads back: `1h30m`. */
export function shortDuration(seconds: number): string {
  let rest = seconds
  let out = ''
  for (const [name, size] of Object.entries(unit).reverse()) {
    const count = Math.floor(rest / size)
    if (count > 0) out += `${count}${name}`
    rest -= count * size
  }
  return out || '0s'
}

/** A duration for people: "less than a minute", "12 minutes", "1 hour 5 minutes", "2 days 3 hours". */
export function durationInWords(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000)
  if (minutes < 1) return 'less than a minute'
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const parts = days > 0 ? [words(days, 'day'), words(hours, 'hour')] : [words(hours, 'hour'), words(rest, 'minute')]
  return parts.filter(Boolean).join(' ')
}

/** A duration that somebody set, to the second: "20 seconds", "1 minute 30 seconds", "5 minutes". */
export const exactDurationInWords = (seconds: number): string =>
  [
    words(Math.floor(seconds / 86_400), 'day'),
    words(Math.floor(seconds / 3600) % 24, 'hour'),
    words(Math.floor(seconds / 60) % 60, 'minute'),
    words(seconds % 60, 'second'),
  ]
    .filter(Boolean)
    .join(' ')

const words = (count: number, name: string) => (count === 0 ? '' : `${count} ${name}${count === 1 ? '' : 's'}`)
