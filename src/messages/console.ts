import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { changeMessage } from './change.ts'
import { createMessage } from './create.ts'
import { exampleOf } from './example.ts'
import { findMessage, messageSettings, messagesOf } from './find.ts'
import { inputIn, messageIn, messageValues, problemsInForm } from './form.ts'
import { shortsIn, textsIn } from './other-words.ts'
import { othersFor } from './others.ts'
import { removeMessage } from './remove.ts'
import { usesOfMessages } from './used-by.ts'
import { addMessage, examplePart, messageForm, messageList } from './view.ts'

const Fields = z.looseObject({})

type Shown = { values?: Values; problems?: readonly Problem[]; flash?: Flash | null }

export const messagePages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/console/messages',
    permission: 'viewer',
    query: z.object({ page: z.string().optional() }),
    view: async (ctx, { query, flash }) => {
      const mayAdd = mayCall(ctx.actor, 'editor')
      const rows = await messagesOf(ctx)
      return consoleLayout(ctx, {
        title: 'Messages',
        active: 'messages',
        lede: 'What rules say to readers, for each phase of a problem.',
        page: query.page,
        flash,
        actions: mayAdd && rows.length > 0 && addMessage,
        body: messageList(rows, await usesOfMessages(ctx), mayAdd),
      })
    },
  }),
  definePage({ method: 'GET', path: '/console/messages/new', permission: 'editor', view: (ctx) => show(ctx, null) }),
  defineForm({
    method: 'POST',
    path: '/console/messages/new',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { fields }) => {
      const { id, key } = await createMessage(ctx, messageIn(fields as Values))
      return { to: `/console/messages/${id}`, flash: { tone: 'good', text: `Rules can speak with “${key}” now.` } }
    },
    invalid: (ctx, { values }, problems) => show(ctx, null, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/messages/new/preview',
    permission: 'editor',
    input: Fields,
    run: (ctx, { fields, request }) => preview(ctx, null, fields as Values, request.header('x-part') !== null),
  }),
  definePage({
    method: 'GET',
    path: '/console/messages/{message}',
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.message, { flash }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/messages/{message}',
    permission: 'editor',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id } = await changeMessage(ctx, params.message, messageIn(fields as Values))
      return { to: `/console/messages/${id}`, flash: { tone: 'good', text: 'Saved. The next post speaks this way.' } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.message, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/messages/{message}/preview',
    permission: 'editor',
    input: Fields,
    run: (ctx, { params, fields, request }) =>
      preview(ctx, params.message, fields as Values, request.header('x-part') !== null),
  }),
  defineForm({
    method: 'POST',
    path: '/console/messages/{message}/remove',
    permission: 'editor',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { key } = await findMessage(ctx, params.message)
      await removeMessage(ctx, params.message)
      return { to: '/console/messages', flash: { tone: 'good', text: `The message “${key}” is removed.` } }
    },
  }),
]

async function preview(ctx: Context, name: string | null, values: Values, isPart: boolean): Promise<Html> {
  if (!isPart) return show(ctx, name, { values })
  const message = name === null ? null : await findMessage(ctx, name)
  return examplePart(await example(ctx, message?.id ?? null, values))
}

async function show(ctx: Context, name: string | null, { values, problems = [], flash = null }: Shown = {}) {
  const message = name === null ? null : await findMessage(ctx, name)
  const shown = values ?? (message ? messageValues(messageSettings(message)) : {})
  return consoleLayout(ctx, {
    title: message ? message.key : 'Add a message',
    active: 'messages',
    up: { name: 'Messages', path: '/console/messages' },
    flash,
    body: messageForm({
      form: formState(shown, problemsInForm(shown, problems)),
      to: `/console/messages/${message?.id ?? 'new'}`,
      message,
      uses: message ? ((await usesOfMessages(ctx)).get(message.id) ?? []) : [],
      example: await example(ctx, message?.id ?? null, shown),
      others: await othersFor(ctx, message),
      mayChange: mayCall(ctx.actor, 'editor'),
    }),
  })
}

/** As the first rule that uses it would say it. */
async function example(ctx: Context, id: string | null, values: Values) {
  const [use] = id === null ? [] : ((await usesOfMessages(ctx)).get(id) ?? [])
  const scene = use ? { ...use, rule: use.id } : {}
  const input = inputIn(values)
  return exampleOf(ctx, values.title ? draftOf(input) : null, scene)
}

/** What is typed so far, whatever is wrong with it. */
const draftOf = (input: ReturnType<typeof inputIn>) => ({
  ...Texts.parse(input),
  short: shortsIn(input.short),
  texts: textsIn(input.texts),
})
const own = z.string().nullable()
const Texts = z.object({
  title: z.string(),
  investigating: z.string(),
  identified: own,
  monitoring: own,
  resolved: own,
})
