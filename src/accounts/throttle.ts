import type { Context } from '../lib/context.ts'
import { neighbourhood } from '../web/client-address.ts'
import { createLimit } from '../web/limit.ts'

/** Who tries to sign in: the address that was typed, from where, and whether the browser signed in as them before. */
export type Attempt = { readonly email: string; readonly ip: string; readonly knownDevice: boolean }

/** Slows guessing by account and by place. */
export type Throttle = {
  /** Counts an attempt before its password is looked at. Throws TooMany. */
  readonly attempt: (ctx: Context, attempt: Attempt) => Promise<void>
  /** It was the right person: their attempts are forgotten. */
  readonly succeeded: (ctx: Context, attempt: Attempt) => Promise<void>
}

const tries = { seconds: 900, refusal: 'Too many tries. Wait a little before the next one.' }

export function createThrottle(): Throttle {
  const byPlace = createLimit({ name: 'sign-in place', points: 50, ...tries })
  const byAccount = createLimit({ name: 'sign-in account', points: 10, ...tries })
  // A browser of the account's own has a count of its own, so that strangers' guesses do not lock its owner out.
  const byDevice = createLimit({ name: 'sign-in device', points: 10, ...tries })
  return {
    attempt: async (ctx, { email, ip, knownDevice }) => {
      if (knownDevice) return byDevice.take(ctx, accountKey(email))
      await byPlace.take(ctx, neighbourhood(ip))
      await byAccount.take(ctx, accountKey(email))
    },
    succeeded: async (ctx, { email, ip, knownDevice }) => {
      if (knownDevice) return byDevice.forget(ctx, accountKey(email))
      await byAccount.forget(ctx, accountKey(email))
      await byPlace.giveBack(ctx, neighbourhood(ip))
    },
  }
}

const accountKey = (email: string) => email.trim().toLowerCase()
