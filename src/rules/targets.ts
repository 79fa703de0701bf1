import { findComponent } from '../components/find.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import { findMessage, messageSettings } from '../messages/find.ts'
import { promiseIn } from '../messages/other-words.ts'
import { findPage } from '../pages/find.ts'
import type { Message } from './find.ts'
import { completeRule, type NewRule, type RuleSettings } from './schema.ts'

/** The rule with ids for the page, component and message that it names. Throws `InvalidInput` where one is missing. */
export async function resolveRule(ctx: Context, rule: NewRule): Promise<RuleSettings> {
  const complete = completeRule(rule)
  const page = complete.page ? (await named('/page', 'page', findPage(ctx, complete.page))).id : null
  const component = complete.component
    ? await named('/component', 'component', findComponent(ctx, complete.component, page ?? undefined))
    : null
  const message = complete.message ? await named('/message', 'message', findMessage(ctx, complete.message)) : null
  if (complete.publish.mode !== 'record' && !complete.nextUpdateEvery) refusePromise(message)
  return {
    ...complete,
    page: page ?? component?.page_id ?? null,
    component: component?.id ?? null,
    message: message?.id ?? null,
  }
}

async function named<T>(pointer: string, what: string, found: Promise<T>): Promise<T> {
  try {
    return await found
  } catch (error) {
    if (error instanceof NotFound)
      throw new InvalidInput(`The rule names a ${what} that does not exist.`, [
        { pointer, detail: `expected the id or ${what === 'page' ? 'slug' : 'key'} of a ${what} that is there` },
      ])
    if (error instanceof InvalidInput) throw new InvalidInput(error.message, [{ pointer, detail: error.message }])
    throw error
  }
}

function refusePromise(message: Message | null) {
  if (message && promiseIn(messageSettings(message)) !== null)
    throw new InvalidInput('The message promises a next update that the rule does not give.', [
      { pointer: '/nextUpdateEvery', detail: 'expected a duration such as 30m: its message says {{nextUpdateAt}}' },
    ])
}
