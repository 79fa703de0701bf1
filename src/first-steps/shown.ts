import { findSource, hookUrl } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import type { Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { firstSteps } from './steps.ts'
import type { Shown } from './view.ts'

/** The first steps with the addresses that they show; null where none is left. */
export async function firstStepsShown(ctx: Context, page: Page | undefined): Promise<Shown | null> {
  const left = await firstSteps(ctx)
  if (!left) return null
  const isAsked = left.steps.some(({ id, done }) => id === 'monitoring' && !done)
  const row = isAsked && left.silent ? await findSource(ctx, left.silent) : null
  return {
    ...left,
    page: page ? { id: page.id, url: await pageUrl(ctx, page) } : null,
    source: row && { row, url: hookUrl(ctx, row) },
  }
}
