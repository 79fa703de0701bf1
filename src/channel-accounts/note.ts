import type { Message } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import type { Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'

/** What a note says; the rest of a message follows from the page. */
export type Note = Pick<Message, 'heading' | 'body' | 'short' | 'link'> & Partial<Pick<Message, 'manage' | 'because'>>

/** A message that is about no incident. */
export async function noteMessage(ctx: Context, page: Page, note: Note): Promise<Message> {
  const id = newId(ctx)
  return {
    id,
    kind: 'note',
    language: 'en',
    page: { id: page.id, name: page.name, url: await pageUrl(ctx, page), postal: page.postal_address },
    facts: [],
    manage: null,
    because: null,
    thread: `note-${id}`,
    incident: null,
    answers: null,
    ...note,
  }
}
