import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from './metrics.ts'

test('writes OpenMetrics', () => {
  const metrics = createMetrics()
  const requests = metrics.counter('upfront_requests', 'Requests answered.')
  const seconds = metrics.histogram('upfront_seconds', 'How long.', [0.1, 1])
  metrics.gauge('upfront_waiting', 'What waits.', () => 3)
  requests({ path: '/a"b\\' })
  requests({ path: '/a"b\\' }, 2)
  for (const value of [0.05, 0.5, 5]) seconds(value, { path: '/' })
  assert.equal(
    metrics.text(),
    `# TYPE upfront_requests counter
# HELP upfront_requests Requests answered.
upfront_requests_total{path="/a\\"b\\\\"} 3
# TYPE upfront_seconds histogram
# HELP upfront_seconds How long.
upfront_seconds_bucket{path="/",le="0.1"} 1
upfront_seconds_bucket{path="/",le="1"} 2
upfront_seconds_bucket{path="/",le="+Inf"} 3
upfront_seconds_count{path="/"} 3
upfront_seconds_sum{path="/"} 5.55
# TYPE upfront_waiting gauge
# HELP upfront_waiting What waits.
upfront_waiting 3
# EOF
`,
  )
})
