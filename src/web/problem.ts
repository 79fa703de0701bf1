import { isUnavailable, violates } from '../db/unavailable.ts'
import {
  Conflict,
  Forbidden,
  InvalidInput,
  NotFound,
  type Problem,
  TooLarge,
  TooMany,
  Unauthenticated,
  Unavailable,
} from '../lib/errors.ts'
import { Unreadable, Unsupported } from './read-body.ts'

/** RFC 9457, with the seconds to wait where there are some. */
export type ProblemDetails = {
  type: 'about:blank'
  title: string
  status: number
  detail: string
  errors?: Problem[]
  retryAfter?: number
}

/** What an error looks like from outside. Null: nobody expected it, and it is answered with 500 and an id. */
export function problemOf(error: unknown): ProblemDetails | null {
  if (error instanceof Unreadable) return problem(400, error.message, error.problems)
  if (error instanceof Unsupported) return problem(415, error.message, error.problems)
  if (error instanceof InvalidInput) return problem(422, error.message, error.problems)
  if (error instanceof Unauthenticated) return problem(401, error.message || 'Sign in, or send a token.')
  if (error instanceof Forbidden) return problem(403, error.message || 'Your role does not allow this.')
  if (error instanceof NotFound) return problem(404, sentence(error.message))
  if (error instanceof Conflict) return problem(409, error.message)
  if (error instanceof TooLarge) return problem(413, error.message)
  if (error instanceof TooMany) return { ...problem(429, error.message), retryAfter: Math.ceil(error.retryAfter) }
  if (error instanceof Unavailable) return { ...problem(503, error.message), retryAfter: 30 }
  if (isUnavailable(error)) return { ...problem(503, 'The database cannot be reached. Try again soon.'), retryAfter: 5 }
  if (violates(error, 'unique')) return problem(409, 'Something with this name is there already.')
  if (violates(error, 'reference')) return problem(409, 'Something that this refers to is gone.')
  return null
}

export const unexpected = (id: string): ProblemDetails =>
  problem(500, `Something failed on our side. It is in the log as ${id}.`)

export function problem(status: number, detail: string, errors?: Problem[]): ProblemDetails {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...(errors ? { errors } : {}) }
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** The problem as an answer. */
export function problemResponse({ retryAfter, ...body }: ProblemDetails): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  if (body.status === 401) headers.set('www-authenticate', 'Bearer')
  return new Response(JSON.stringify(body), { status: body.status, headers })
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}
