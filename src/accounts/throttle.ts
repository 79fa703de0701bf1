import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { TooMany } from '../lib/errors.ts'
import { digest } from '../lib/seal.ts'
import { neighbourhood } from '../web/client-address.ts'

/** Who tries to sign in: the address that was typed, from where, and whether the browser signed in as them before. */
export type Attempt = { readonly email: string; readonly ip: string; readonly knownDevice: boolean }

/** Slows guessing by account and by place. Counts in this process; several processes let through as many times as much. */
export type Throttle = {
  /** Counts an attempt before its password is looked at. Throws TooMany. */
  readonly attempt: (attempt: Attempt) => Promise<void>
  /** It was the right person: their attempts are forgotten. */
  readonly succeeded: (attempt: Attempt) => Promise<void>
}

const quarter = 900

export function createThrottle(): Throttle {
  const byPlace = new RateLimiterMemory({ points: 50, duration: quarter })
  const byAccount = new RateLimiterMemory({ points: 10, duration: quarter })
  // A browser of the account's own has a count of its own, so that strangers' guesses do not lock its owner out.
  const byDevice = new RateLimiterMemory({ points: 10, duration: quarter })
  return {
    attempt: async ({ email, ip, knownDevice }) => {
      if (knownDevice) return take(byDevice, accountKey(email))
      await take(byPlace, neighbourhood(ip))
      await take(byAccount, accountKey(email))
    },
    succeeded: async ({ email, ip, knownDevice }) => {
      if (knownDevice) return void (await byDevice.delete(accountKey(email)))
      await byAccount.delete(accountKey(email))
      await byPlace.reward(neighbourhood(ip))
    },
  }
}

const accountKey = (email: string) => digest(email.trim().toLowerCase()).toString('base64url')

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new TooMany('Too many tries. Wait a little before the next one.', Math.ceil(refused.msBeforeNext / 1000))
  }
}
