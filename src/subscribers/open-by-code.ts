import { admittedTo } from '../access/request.ts'
import { mailboxKey, parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { TooMany } from '../lib/errors.ts'
import { type Html, html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import type { Page } from '../pages/find.ts'
import type { Frame } from '../publishing/frame.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { neighbourhood } from '../web/client-address.ts'
import { createLimit, type Limit } from '../web/limit.ts'
import { defineForm, definePage, type Redirect } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { bareFrame, framed } from './document.ts'
import { findReadersPage } from './find-page.ts'
import { asReader, manageUrl } from './link.ts'
import { openByCode } from './mail-code.ts'
import { closedWithout } from './sign-up.ts'
import { languageOfForm } from './speak.ts'

export const mailCodeJob = defineJob('mail-manage-code', z.object({ page: z.string(), email: z.string() }))

type At = { slug: string | null; request: RequestFacts }

/** "I am subscribed already": an address is sent a code, which opens what it hears about. */
export function mailCodeRoutes(): AnyRoute[] {
  const limit = createLimit({
    name: 'manage-code',
    points: 20,
    seconds: 3600,
    refusal: 'Too many codes were asked for. Try again later.',
  })
  // From wherever they are asked for: nobody's mailbox is filled with them. Counted for every address, known or not.
  const mailbox = createLimit({ name: 'manage-code-mailbox', points: 5, seconds: 3600, refusal: 'Too many codes.' })
  return [...routesBelow('', { limit, mailbox }), ...routesBelow('/p/{slug}', { limit, mailbox })]
}

type Limits = { limit: Limit; mailbox: Limit }

function routesBelow(prefix: '' | '/p/{slug}', { limit, mailbox }: Limits): AnyRoute[] {
  const at = (params: object, request: RequestFacts): At => ({
    slug: 'slug' in params && typeof params.slug === 'string' ? params.slug : null,
    request,
  })
  const form = (base: Context, where: At, language: unknown, isWrong: boolean) =>
    closedWithout(async () => {
      const { frame, action } = await placeOf(base, where, language)
      return framed(frame, frame.words.text('code.heading'), addressForm(frame, action, isWrong))
    })
  return [
    definePage({
      method: 'GET',
      path: `${prefix}/subscribe/again`,
      permission: 'public',
      view: (base, { params, request }) => form(base, at(params, request), null, false),
    }),
    defineForm({
      method: 'POST',
      path: `${prefix}/subscribe/again`,
      permission: 'public',
      input: z.object({ email: z.string().max(1000), language: z.string().optional() }),
      run: (base, { params, fields, request }) =>
        closedWithout(async () => {
          const { ctx, page, frame, action } = await placeOf(base, at(params, request), fields.language)
          const email = parseAddress(fields.email)
          await limit.take(base, `${page.org_id} ${neighbourhood(request.ip)}`)
          if (await mailbox.take(base, `${page.id} ${mailboxKey(email)}`).then(yes, falseIfTooMany))
            await enqueue(ctx, mailCodeJob, { page: page.id, email })
          return framed(frame, frame.words.text('code.heading'), codeForm(frame, `${action}/code`, email, false))
        }),
      invalid: (base, { params, values, request }) => form(base, at(params, request), values.language, true),
    }),
    defineForm({
      method: 'POST',
      path: `${prefix}/subscribe/again/code`,
      permission: 'public',
      input: z.object({ email: z.string().max(1000), code: z.string().max(100), language: z.string().optional() }),
      run: (base, { params, fields, request }): Promise<Html | Redirect> =>
        closedWithout(async () => {
          const { ctx, page, frame, action } = await placeOf(base, at(params, request), fields.language)
          const email = parseAddress(fields.email)
          const opened = await openByCode(ctx, { page: page.id, email, code: fields.code })
          if (opened) return { to: new URL(manageUrl(ctx, opened)).pathname }
          return framed(frame, frame.words.text('code.heading'), codeForm(frame, `${action}/code`, email, true))
        }),
      invalid: (base, { params, values, request }) => form(base, at(params, request), values.language, true),
    }),
  ]
}

const yes = () => true

/** Whoever asks is answered as ever: it may be somebody else who asked too often. */
function falseIfTooMany(error: unknown): false {
  if (error instanceof TooMany) return false
  throw error
}

async function placeOf(base: Context, { slug, request }: At, language: unknown) {
  const page: Page = await findReadersPage(base, { slug, host: request.host })
  await admittedTo(base, page, request)
  const ctx = asReader(base, page.org_id)
  const frame = await bareFrame(ctx, page, languageOfForm(page, request, language))
  return { ctx, page, frame, action: slug === null ? '/subscribe/again' : `/p/${page.slug}/subscribe/again` }
}

const addressForm = ({ words }: Frame, action: string, isWrong: boolean): Html =>
  html`<h1 class="page-title">${words.text('code.heading')}</h1>
${isWrong && html`<div role="alert"><p>${words.text('again.address')}</p></div>`}
<p class="lede">${words.text('code.lede')}</p>
<form class="subscribe" method="post" action="${action}"><input type="hidden" name="language" value="${words.lang}">
<p><label for="email">${words.text('subscribe.email')}</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false"></p>
<p><button type="submit">${words.text('code.send')}</button></p></form>`

/** The same for every address. */
const codeForm = ({ words }: Frame, action: string, email: string, isWrong: boolean): Html =>
  html`<h1 class="page-title">${words.text('code.heading')}</h1>
${isWrong && html`<div role="alert"><p>${words.text('code.wrong')}</p></div>`}
<p class="lede">${words.html('code.sent', { address: html`<bdi>${email}</bdi>` })}</p>
<form class="subscribe" method="post" action="${action}"><input type="hidden" name="language" value="${words.lang}"><input type="hidden" name="email" value="${email}">
<p><label for="code">${words.text('code.code')}</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" required maxlength="20"></p>
<p><button type="submit">${words.text('code.open')}</button></p></form>`
