import { InvalidInput } from '../lib/errors.ts'
import { isCommonPassword } from './common-passwords.ts'

const shortest = 8
const longest = 256

/** Throws InvalidInput where a new password is too short, too long, or among the first that anyone would try. */
export function checkNewPassword(password: string, email: string, pointer = '/password'): void {
  const refuse = (detail: string) => {
    throw new InvalidInput('This password cannot be taken.', [{ pointer, detail }])
  }
  // The first comparison keeps a huge text from being taken apart.
  if (password.length > 2 * longest || [...password].length > longest) refuse(`expected at most ${longest} characters`)
  if ([...password].length < shortest) refuse(`expected at least ${shortest} characters`)
  if (isCommonPassword(password)) refuse('this one is among the first that are tried; take another')
  if (isOwnName(password, email)) refuse('expected something else than your e-mail address')
}

function isOwnName(password: string, email: string): boolean {
  const [given, address] = [password.toLowerCase(), email.toLowerCase()]
  return given === address || given.replace(/[\d\W_]+$/, '') === address.split('@')[0]
}
