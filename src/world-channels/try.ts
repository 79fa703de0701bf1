import type { OpenAccounts } from '../channel-accounts/open.ts'
import { sendNote } from '../channel-accounts/send-note.ts'
import { inWords, type Tried, testMessage } from '../channel-accounts/try.ts'
import type { Context } from '../lib/context.ts'
import { findPage } from '../pages/find.ts'
import { findWorldChannel } from './find.ts'
import { settingsOfTarget } from './target.ts'

/** Posts a test there, in sight of everybody who looks. */
export async function tryWorldChannel(
  ctx: Context,
  accounts: OpenAccounts,
  page: string,
  name: string,
): Promise<Tried> {
  const { id } = await findPage(ctx, page)
  const one = await findWorldChannel(ctx, id, name)
  const target = settingsOfTarget(ctx, one)
  const message = await testMessage(ctx, id)
  return inWords(await sendNote(ctx, await accounts.of(ctx, one.channel), { target, message }))
}
