import type { Context } from '../lib/context.ts'
import { sameText, signature } from '../lib/seal.ts'

const minutes = 30

/** Lets whoever got it from the console try a connection without being signed in by it. */
export function testTicket(ctx: Context, page: string, connection: string): string {
  const until = ctx.now().getTime() + minutes * 60_000
  return `${until}.${signature(ctx.settings.secret, 'connection test', `${page} ${connection} ${until}`)}`
}

export function isTestTicket(ctx: Context, page: string, connection: string, ticket: string): boolean {
  const until = Number(ticket.split('.')[0])
  const wanted = `${until}.${signature(ctx.settings.secret, 'connection test', `${page} ${connection} ${until}`)}`
  return sameText(ticket, wanted) && until > ctx.now().getTime()
}
