import type { Passwords } from '../accounts/passwords.ts'
import type { Context } from '../lib/context.ts'
import type { Page } from '../pages/find.ts'
import { neighbourhood } from '../web/client-address.ts'
import { createLimit } from '../web/limit.ts'
import { accessRow } from './find.ts'
import { refuse } from './sign-in.ts'

/** Guesses: of one place, and at one page from everywhere, so that a crowd of places guesses no faster. */
export const passwordLimits = () => {
  const refusal = 'Too many tries. Wait a little before the next one.'
  return {
    byPlace: createLimit({ name: 'page password place', points: 10, seconds: 900, refusal }),
    byPage: createLimit({ name: 'page password page', points: 300, seconds: 900, refusal }),
  }
}
export type PasswordLimits = ReturnType<typeof passwordLimits>

/** Whether this is the page's password. Takes as long where the page has none. Throws TooMany. */
export async function fitsPassword(
  ctx: Context,
  { passwords, byPlace, byPage }: { passwords: Passwords } & PasswordLimits,
  input: { page: Page; password: string; ip: string },
): Promise<boolean> {
  const place = `${input.page.id} ${neighbourhood(input.ip)}`
  await byPlace.take(ctx, place)
  await byPage.take(ctx, input.page.id)
  const row = await accessRow(ctx, input.page.id)
  const hash = row?.is_private ? row.password_hash : null
  const fits = input.password.length <= 512 && (await passwords.matches(hash, input.password))
  if (fits) {
    await byPlace.giveBack(ctx, place)
    await byPage.giveBack(ctx, input.page.id)
  } else await refuse(ctx, input.page, 'password', 'another password')
  return fits
}
