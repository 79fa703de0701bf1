import type { Context } from '../lib/context.ts'
import { subscriberAt } from './find.ts'
import { manageUrl } from './link.ts'

/** Where somebody who has proven an address manages what it hears about; null where it is no subscriber of the page. */
export async function manageLinkOf(ctx: Context, page: string, email: string | null): Promise<string | null> {
  const subscriber = email === null ? undefined : await subscriberAt(ctx, page, email)
  return subscriber && (subscriber.state === 'active' || subscriber.state === 'unsubscribed')
    ? manageUrl(ctx, subscriber)
    : null
}
