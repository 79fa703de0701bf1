import type { Context } from './context.ts'

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A new id: 12 lower-case letters and digits, the form Statuspage's clients expect. 62 random bits. */
export function newId(ctx: Pick<Context, 'random'>): string {
  let id = ''
  while (id.length < 12) {
    for (const byte of ctx.random(16)) if (byte < 252 && id.length < 12) id += letters[byte % 36]
  }
  return id
}

/** A secret for a link or a token: 32 random bytes, URL-safe. */
export const newSecret = (ctx: Pick<Context, 'random'>) => ctx.random(32).toString('base64url')
