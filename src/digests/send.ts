import { queueLetter } from '../letters/queue.ts'
import type { Context } from '../lib/context.ts'
import type { Page } from '../pages/find.ts'
import type { Frame } from '../publishing/frame.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { letterOf, type Summary } from './letter.ts'
import { queueNote } from './note.ts'

/** Has a summary sent, where its reader hears. `occasion`: once for each. True where it is on its way. In a transaction. */
export async function sendSummary(
  ctx: Context,
  { page, frame, subscriber }: { page: Page; frame: Frame; subscriber: Subscriber },
  summary: Summary,
  occasion: string,
): Promise<boolean> {
  if (subscriber.email === null) {
    await queueNote(ctx, page, frame, subscriber, summary)
    return true
  }
  return queueLetter(ctx, {
    kind: 'digest',
    sender: page.name,
    recipient: subscriber.email,
    message: letterOf(ctx, { page, frame, subscriber }, summary),
    subscriber: subscriber.id,
    occasion,
  })
}
