import type { Context } from '../lib/context.ts'
import { seal, unseal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'

const Handle = z.object({ page: z.string(), channel: z.string(), hash: z.string() })

/** Which destination a code was sent to, as the form that asks for the code carries it: it tells nobody whether there is one. */
export type Handle = { page: string; channel: string; hash: Buffer }

export const handleOf = (ctx: Pick<Context, 'settings' | 'random'>, { page, channel, hash }: Handle): string =>
  seal(ctx.settings.secret, ctx.random, JSON.stringify({ page, channel, hash: hash.toString('hex') })).toString(
    'base64url',
  )

/** Null where it is none of ours. */
export function readHandle(ctx: Pick<Context, 'settings'>, text: string): Handle | null {
  try {
    const { page, channel, hash } = Handle.parse(
      JSON.parse(unseal(ctx.settings.secret, Buffer.from(text, 'base64url'))),
    )
    return { page, channel, hash: Buffer.from(hash, 'hex') }
  } catch {
    return null
  }
}
