import type { ComponentStatus } from '../components/status.ts'
import { type Shown, shownOver } from '../uptime/ledger.ts'

/** The ledger behind the page of examples/acme: a day of each kind, and two months of which nothing is known. */
export function acmeUptime(): Shown {
  const part = (id: string, parent_id: string | null = null) => ({ id, parent_id, roll_up: 'worst' })
  const ledger: ReturnType<typeof row>[] = [
    row('web000000000', 'operational', '2026-01-05T09:00:00Z', null),
    row('api000000000', 'operational', '2026-01-05T09:00:00Z', null),
    row('apius0000000', 'operational', '2026-01-05T09:00:00Z', '2026-10-30T08:00:00Z'),
    row('apius0000000', 'major_outage', '2026-10-30T08:00:00Z', '2026-10-30T09:12:00Z'),
    row('apius0000000', 'operational', '2026-10-30T09:12:00Z', '2026-11-09T06:00:00Z'),
    row('apius0000000', 'under_maintenance', '2026-11-09T06:00:00Z', '2026-11-09T08:30:00Z'),
    row('apius0000000', 'operational', '2026-11-09T08:30:00Z', '2026-11-22T15:42:00Z'),
    row('apius0000000', 'degraded_performance', '2026-11-22T15:42:00Z', null),
    row('apieu0000000', 'operational', '2026-01-05T09:00:00Z', null),
    row('payments0000', 'operational', '2026-10-03T12:00:00Z', '2026-11-18T20:00:00Z'),
    row('payments0000', 'partial_outage', '2026-11-18T20:00:00Z', '2026-11-18T20:48:00Z'),
    row('payments0000', 'operational', '2026-11-18T20:48:00Z', null),
  ]
  const parts = [part('web000000000'), part('api000000000'), part('payments0000')]
  const below = ['apius0000000', 'apieu0000000'].map((id) => part(id, 'api000000000'))
  return shownOver([...parts, ...below], ledger, new Date('2026-11-22T15:45:00Z'))
}

const row = (component_id: string, status: ComponentStatus, from: string, to: string | null) => ({
  id: 1,
  component_id,
  status,
  starts_at: new Date(from),
  ends_at: to === null ? null : new Date(to),
})
