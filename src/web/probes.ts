import { type Metrics, openMetricsType } from '../lib/metrics.ts'
import { defineRaw, type RawRoute } from './raw-route.ts'

/** What is not ready yet, in words; none when everything is. */
export type Readiness = () => Promise<readonly string[]>

/** What an orchestrator and a monitoring system ask. */
export const probes = ({ ready, metrics }: { ready: Readiness; metrics: Metrics }): RawRoute[] => [
  defineRaw({
    method: 'GET',
    path: '/healthz',
    permission: 'public',
    summary: 'The process is alive',
    run: async () => plain('ok\n'),
  }),
  defineRaw({
    method: 'GET',
    path: '/readyz',
    permission: 'public',
    summary: 'The process can do its work',
    run: async () => {
      const missing = await ready()
      return missing.length === 0 ? plain('ok\n') : plain(`not ready: ${missing.join('; ')}\n`, 503)
    },
  }),
  defineRaw({
    method: 'GET',
    path: '/metrics',
    permission: 'viewer',
    summary: 'Numbers for Prometheus, as OpenMetrics',
    run: async () => {
      await metrics.look()
      return new Response(metrics.text(), { headers: { 'content-type': openMetricsType } })
    },
  }),
]

const plain = (text: string, status = 200) =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })

/** Counts answers and how long they took, for `Web.answered`. */
export function countAnswers(metrics: Metrics) {
  const answers = metrics.counter('upfront_http_requests', 'Requests that the router answered, by declared path.')
  const bounds = [0.005, 0.02, 0.05, 0.1, 0.3, 1, 5]
  const seconds = metrics.histogram('upfront_http_request_seconds', 'How long the router took to answer.', bounds)
  return (seen: { method: string; path: string; status: number; seconds: number }) => {
    answers({ method: seen.method, path: seen.path, status: seen.status })
    seconds(seen.seconds, { method: seen.method, path: seen.path })
  }
}
