/** One problem with one place in the input, so that the answer can say where and what was expected. */
export type Problem = { pointer: string; detail: string }

/** The input is wrong: 422 (400 where the body could not be read at all). */
export class InvalidInput extends Error {
  readonly problems: Problem[]
  constructor(detail: string, problems: Problem[] = []) {
    super(detail)
    this.problems = problems
  }
}

/** Makes every check, so that all that is wrong is said at once: in the words of the checks, under one head. */
export function allRight(detail: string, checks: readonly (() => unknown)[]): void {
  const problems = checks.flatMap((check) => {
    try {
      check()
      return []
    } catch (error) {
      if (error instanceof InvalidInput) return error.problems
      throw error
    }
  })
  if (problems.length > 0) throw new InvalidInput(detail, problems)
}

/** The thing does not exist, or the reader may not know that it does: 404. */
export class NotFound extends Error {
  constructor(what: string) {
    super(`${what} not found`)
  }
}

/** Known reader, but not allowed: 403. */
export class Forbidden extends Error {}

/** Nobody is signed in, or the token is unknown: 401. */
export class Unauthenticated extends Error {}

/** The thing changed meanwhile, or is in a state that does not allow this: 409. */
export class Conflict extends Error {}

/** Too much in too short a time: 429, with the seconds to wait. */
export class TooMany extends Error {
  readonly retryAfter: number
  constructor(detail: string, retryAfter: number) {
    super(detail)
    this.retryAfter = retryAfter
  }
}

/** The body is larger than the route takes: 413. */
export class TooLarge extends Error {}

/** It cannot be done at the moment, and it is not the caller's fault: 503. */
export class Unavailable extends Error {}
