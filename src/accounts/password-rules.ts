import { InvalidInput } from '../lib/errors.ts'
import { isCommonPassword } from './common-passwords.ts'

const shortest = 8
const longest = 256

/** Throws InvalidInput where a new password is too short, too long, or among the first that anyone would try. */
export function checkNewPassword(password: string, email: string, pointer = '/password'): void {
  const detail = passwordProblem(password, email)
  if (detail) throw new InvalidInput('This password cannot be taken.', [{ pointer, detail }])
}

/** Null where it can be taken. */
export function passwordProblem(password: string, email: string): string | null {
  // The first comparison keeps a huge text from being taken apart.
  if (password.length > 2 * longest || [...password].length > longest) return `expected at most ${longest} characters`
  if ([...password].length < shortest) return `expected at least ${shortest} characters`
  if (isCommonPassword(password)) return 'this one is among the first that are tried; take another'
  return isOwnName(password, email) ? 'expected something else than your e-mail address' : null
}

function isOwnName(password: string, email: string): boolean {
  const [given, address] = [password.toLowerCase(), email.toLowerCase()]
  return given === address || given.replace(/[\d\W_]+$/, '') === address.split('@')[0]
}
