import { openPool } from '../db/connect.ts'
import type { Check, Finding } from './doctor.ts'

/** Host names of pages that do not work as they should. `url`: of a database that is up to date. */
export async function checkDomains(url: string, log: Parameters<Check>[0]['log']): Promise<Finding[]> {
  const pool = openPool(url, { log, max: 1 })
  try {
    const { rows } = await pool.query<{ host: string; state: string; lost: boolean }>(
      'select host, state, lost_at is not null as lost from domains order by host',
    )
    const troubled = rows.flatMap(findingOf)
    const good = rows.length - troubled.length
    return [
      ...(good > 0 ? [{ state: 'ok' as const, found: `${good} of ${rows.length} host names proven` }] : []),
      ...troubled,
    ]
  } finally {
    await pool.end()
  }
}

function findingOf({ host, state, lost }: { host: string; state: string; lost: boolean }): Finding[] {
  const todo = `set the record that the console names under Host names of its page`
  if (state === 'broken') return [{ state: 'fail', found: `${host} is not served any more: its proof is gone`, todo }]
  if (lost) return [{ state: 'warn', found: `the proof of ${host} is gone, and it will not be served for long`, todo }]
  return state === 'proven' ? [] : [{ state: 'warn', found: `${host} is not proven, so nothing is served there`, todo }]
}
