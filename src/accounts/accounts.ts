import { createPasswords, type Passwords } from './passwords.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** What signing in needs beside the database: the hashing, and the limits. One for a process. */
export type Accounts = { readonly passwords: Passwords; readonly throttle: Throttle }

export const createAccounts = (): Accounts => ({ passwords: createPasswords(), throttle: createThrottle() })
