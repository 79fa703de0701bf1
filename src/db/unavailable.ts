/**
 * True where the database could not be asked or gave up: not reachable, starting, stopping, out of connections, a
 * statement cut by its time limit, a deadlock. Trying again later may help.
 */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== null)
    return /^(08|57P0|53)/.test(code) || givenUp.has(code) || network.has(code) || noSocket(error, code)
  return (
    error instanceof Error &&
    /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error)/.test(
      error.message,
    )
  )
}

/** True where a row would break a unique index, or refers to a row that is not there. */
export const violates = (error: unknown, what: 'unique' | 'reference'): boolean =>
  codeOf(error) === (what === 'unique' ? '23505' : '23503')

const givenUp = new Set(['57014', '40001', '40P01', '55P03', '25P03'])
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code
}

// The embedded server's socket is a file: without it there is no server.
const noSocket = (error: unknown, code: string) =>
  code === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'connect'
