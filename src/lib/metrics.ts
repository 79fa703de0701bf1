/** Numbers about this process, for Prometheus. Made once, and handed to whoever counts. */
export type Metrics = {
  readonly counter: (name: string, help: string) => Counter
  readonly gauge: (name: string, help: string, read: () => number) => void
  readonly gauges: (name: string, help: string, read: () => readonly { labels: Labels; value: number }[]) => void
  readonly histogram: (name: string, help: string, bounds: readonly number[]) => Histogram
  /** What is done before the numbers are read: those that stand in the database. */
  readonly before: (look: () => Promise<void>) => void
  /** Does that. */
  readonly look: () => Promise<void>
  /** All of them, as OpenMetrics. */
  readonly text: () => string
}

export type Labels = Readonly<Record<string, string | number>>
export type Counter = (labels?: Labels, by?: number) => void
export type Histogram = (value: number, labels?: Labels) => void

export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** Names without `_total`; it is added to counters. */
export function createMetrics(): Metrics {
  const families: (() => string[])[] = []
  const looks: (() => Promise<void>)[] = []
  const add = (name: string, type: string, help: string, lines: () => string[]) =>
    families.push(() => [`# TYPE ${name} ${type}`, `# HELP ${name} ${escaped(help)}`, ...lines()])
  return {
    counter: (name, help) => {
      const counts = new Map<string, number>()
      add(name, 'counter', help, () => [...counts].map(([labels, count]) => `${name}_total${labels} ${count}`))
      return (labels = {}, by = 1) => {
        const key = written(labels)
        counts.set(key, (counts.get(key) ?? 0) + by)
      }
    },
    gauge: (name, help, read) => void add(name, 'gauge', help, () => [`${name} ${read()}`]),
    gauges: (name, help, read) =>
      void add(name, 'gauge', help, () => read().map(({ labels, value }) => `${name}${written(labels)} ${value}`)),
    before: (look) => void looks.push(look),
    look: async () => void (await Promise.all(looks.map((look) => look()))),
    histogram: (name, help, bounds) => {
      const series = new Map<string, Series>()
      add(name, 'histogram', help, () => [...series.values()].flatMap((one) => bucketLines(name, bounds, one)))
      return (value, labels = {}) => {
        const key = written(labels)
        const one = series.get(key) ?? { labels, counts: bounds.map(() => 0), sum: 0, count: 0 }
        series.set(key, one)
        one.sum += value
        one.count++
        const at = bounds.findIndex((bound) => value <= bound)
        if (at !== -1) one.counts[at] = one.counts[at]! + 1
      }
    },
    text: () => `${families.flatMap((lines) => lines()).join('\n')}\n# EOF\n`,
  }
}

type Series = { labels: Labels; counts: number[]; sum: number; count: number }

function bucketLines(name: string, bounds: readonly number[], { labels, counts, sum, count }: Series): string[] {
  let below = 0
  const buckets = bounds.map(
    (bound, i) => `${name}_bucket${written({ ...labels, le: bound })} ${(below += counts[i]!)}`,
  )
  const all = written(labels)
  return [
    ...buckets,
    `${name}_bucket${written({ ...labels, le: '+Inf' })} ${count}`,
    `${name}_count${all} ${count}`,
    `${name}_sum${all} ${sum}`,
  ]
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
