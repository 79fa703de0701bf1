import { NewToken } from '../accounts/schema.ts'
import { createToken } from '../accounts/tokens.ts'
import { parseDuration } from '../lib/duration.ts'
import { fromOptions } from './options.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  options: {
    name: { type: 'string', help: 'what it is for' },
    role: { type: 'string', help: 'viewer, editor, admin or owner; editor when absent', placeholder: 'ROLE' },
    expires: {
      type: 'string',
      help: 'when it ends: 30d, or 2027-01-31T00:00:00Z; never when absent',
      placeholder: 'WHEN',
    },
  },
  help: 'Prints the token on standard output, this once: Upfront keeps only its hash.',
  run: (input) =>
    withContext(input, async (ctx) => {
      const { name, role = 'editor', expires } = input.options
      const expiresAt = typeof expires === 'string' ? momentOf(expires, ctx.now()) : undefined
      const { secret } = await createToken(ctx, fromOptions(NewToken, { name, role, expiresAt }))
      input.print(secret)
      return 0
    }),
}

/** A duration from now on, else the text itself. */
function momentOf(text: string, now: Date): string {
  const seconds = parseDuration(text)
  return seconds === null ? text : new Date(now.getTime() + seconds * 1000).toISOString()
}
