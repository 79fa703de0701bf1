import type { Context } from '../lib/context.ts'
import { audiencesOf } from './find.ts'
import { isAmong } from './rights.ts'

/** Whether an audience of the page lists this address or its domain. */
export async function isNamed(ctx: Pick<Context, 'db'>, page: string, email: string): Promise<boolean> {
  const address = email.trim().toLowerCase()
  return (await audiencesOf(ctx, page)).some(({ members }) => isAmong(members, address))
}
