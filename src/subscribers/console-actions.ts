import type { Medium } from '../channels/channel.ts'
import { componentChoices } from '../components/choices.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { countDeliveries, listDeliveries } from '../notifications/ledger.ts'
import { findPage, type Page } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { ticked } from '../web/fields.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Redirect, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import { changeSubscription, unsubscribe } from './change.ts'
import { choiceInWords, choiceOf } from './choice.ts'
import { ChoiceFields, choiceChange, shownChoice } from './choice-fields.ts'
import { confirmByCode } from './code.ts'
import type { ChoiceForm } from './console-choice.ts'
import { subscriberPage } from './console-one.ts'
import { subscriberState } from './console-view.ts'
import { eraseSubscriber } from './erase.ts'
import { findSubscriber, type Subscriber } from './find.ts'
import { handleOf } from './handle.ts'
import { titleOf } from './manage.ts'
import { Labels, wishesOf } from './preferences.ts'
import { resendConfirmation } from './send-confirmation.ts'
import { liftSuppression } from './suppress.ts'
import { tagsFor } from './tags.ts'

const path = '/console/subscribers/{id}'

/** One subscriber, and what can be done about it. */
export const subscriberActions = [
  definePage({
    method: 'GET',
    path,
    permission: 'editor',
    view: (ctx, { params, flash }) => show(ctx, params.id, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/choice`,
    permission: 'editor',
    input: ChoiceFields,
    run: async (ctx, { params, fields }) => {
      await changeSubscription(ctx, params.id, choiceChange(fields))
      return back(params.id, 'Saved. It counts from the next post.')
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.id, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/marks`,
    permission: 'editor',
    input: z.object({ labels: z.string().max(3100).default(''), locked: ticked }),
    run: async (ctx, { params, fields }) => {
      const labels = fields.labels.split(',').map((label) => label.trim())
      await changeSubscription(ctx, params.id, { ...fields, labels: Labels.parse(labels.filter(Boolean)) })
      return back(params.id, 'Saved.')
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.id, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/resend`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await resendConfirmation(ctx, params.id)
      return back(params.id, 'Asked again, where it is to hear.')
    },
    invalid: (ctx, { params }, problems) => show(ctx, params.id, { problems }),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/code`,
    permission: 'editor',
    input: z.object({ code: z.string().max(100) }),
    run: async (ctx, { params, fields }) => {
      const { page_id: page, channel, address_hash: hash } = await findSubscriber(ctx, params.id)
      const handle = handleOf(ctx, { page, channel, hash })
      if (await confirmByCode(ctx, { handle, code: fields.code, ip: null }))
        return back(params.id, 'Confirmed. It hears of the next post.')
      const text = 'That code is not right, or it is older than ten minutes. Ask again for a new one.'
      return { to: `/console/subscribers/${params.id}`, flash: { tone: 'bad', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: `${path}/lift`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await liftSuppression(ctx, params.id)
      return back(params.id, 'It is written to again.')
    },
  }),
  defineForm({
    method: 'POST',
    path: `${path}/unsubscribe`,
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await unsubscribe(ctx, params.id)
      return back(params.id, 'Unsubscribed. It hears of nothing more.')
    },
  }),
  defineForm({
    method: 'POST',
    path: `${path}/erase`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await eraseSubscriber(ctx, params.id)
      return back(params.id, 'Erased. What remains says nothing about who it was.')
    },
  }),
]

const back = (id: string, text: string): Redirect => ({
  to: `/console/subscribers/${id}`,
  flash: { tone: 'good', text },
})

async function choiceForm(
  ctx: Context,
  subscriber: Subscriber,
  page: Page,
  values: Values | undefined,
  problems: readonly Problem[],
): Promise<ChoiceForm | null> {
  if (subscriber.state === 'erased' || subscriber.managed_by !== null) return null
  const wishes = wishesOf(subscriber)
  const set = shownChoice(wishes, (await choiceOf(ctx, subscriber)) ?? [], page.time_zone)
  return {
    id: subscriber.id,
    medium: subscriber.channel as Medium,
    form: formState(values ?? set, problems.filter(({ pointer }) => pointer !== '').map(atField)),
    components: await componentChoices(ctx, page.id),
    tags: [...new Set([...(await tagsFor(ctx, subscriber)), ...wishes.tags])],
    onlyTitle: await titleOf(ctx, wishes.incident),
  }
}

/** What a verb says of a preference stands beside its field. */
const atField = ({ pointer, detail }: Problem): Problem => ({ pointer: pointer.replace(/^\/preferences/, ''), detail })

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

async function show(ctx: Context, id: string, { values, problems = [], flash = null }: Shown) {
  const subscriber = await findSubscriber(ctx, id)
  const page = await findPage(ctx, subscriber.page_id)
  const choice = await choiceOf(ctx, subscriber)
  const troubled = problems.filter(({ pointer }) => pointer === '')
  return consoleLayout(ctx, {
    title: subscriber.email ?? subscriber.label ?? 'An erased subscriber',
    active: 'subscribers',
    up: { name: 'Subscribers', path: '/console/subscribers' },
    state: subscriberState(subscriber.state),
    flash: troubled[0] ? { tone: 'bad', text: troubled[0].detail } : flash,
    body: subscriberPage({
      subscriber,
      hears: await choiceInWords(ctx, page.id, choice),
      choice: await choiceForm(ctx, subscriber, page, values, problems),
      deliveries: (await listDeliveries(ctx, { limit: 50, subscriber: id })).slice(0, 50),
      rows: await countDeliveries(ctx, id),
      pageName: page.name,
      clock: { zone: page.time_zone, now: ctx.now() },
      mayErase: mayCall(ctx.actor, 'admin'),
    }),
  })
}
