import type { Base } from '../lib/context.ts'

export type AtWork = { id: string; roles: string; host: string; pid: number; startedAt: Date; heartbeatAt: Date }

/** The processes of this installation, the last heard first. */
export const processesAtWork = ({ db }: Pick<Base, 'db'>): Promise<AtWork[]> =>
  db
    .selectFrom('processes')
    .select(['id', 'roles', 'host', 'pid', 'started_at as startedAt', 'heartbeat_at as heartbeatAt'])
    .orderBy('heartbeat_at', 'desc')
    .limit(50)
    .execute()
