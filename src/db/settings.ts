/** What PostgreSQL is told on its command line: small memory, everything that was acknowledged is on disk. */
export const serverSettings: Record<string, string> = {
  shared_buffers: '24MB',
  max_connections: '40',
  work_mem: '4MB',
  maintenance_work_mem: '16MB',
  huge_pages: 'off',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  // One server, no replicas: less in the log, three processes fewer.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  max_worker_processes: '2',
  max_parallel_workers_per_gather: '0',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '2',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
}

/** For databases that live as long as a test run. */
export const throwAwaySettings: Record<string, string> = {
  fsync: 'off',
  wal_compression: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
}
