import type { Context } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { type Cookie, cookieNames, setCookie } from './cookies.ts'
import { openFlash, sealFlash } from './flash.ts'
import type { Answer, Form, FormInput, Page } from './page.ts'
import { problemOf } from './problem.ts'
import { megabyte, readBody } from './read-body.ts'
import { readForm, readFormWithFiles } from './read-form.ts'
import type { RequestFacts } from './request.ts'

type Came = { raw: Request; params: Record<string, string>; request: RequestFacts }

/** Shows a page. */
export async function answerPage(ctx: Context, page: Page, { raw, params, request }: Came): Promise<Response> {
  const { flash: name } = cookieNames(ctx.settings, request)
  const kept = request.cookie(name)
  const flash = openFlash(ctx.settings.secret, kept)
  const query = Object.fromEntries(new URL(raw.url).searchParams)
  const response = respond(ctx, request, await page.call(ctx, { params, query, request, flash }))
  if (kept !== null) response.headers.append('set-cookie', setCookie({ name, value: '', maxAge: 0 }))
  return guarded(response, page)
}

/** Does what a form asks for; shows the form again where it can and the input is wrong. */
export async function answerForm(ctx: Context, form: Form, { raw, params, request }: Came): Promise<Response> {
  const input = { params, ...(await read(raw, form, request.header('content-type'))), request }
  try {
    return guarded(respond(ctx, request, await form.call(ctx, input)), form)
  } catch (error) {
    return guarded(await again(ctx, form, input, error), form)
  }
}

async function read(raw: Request, { takesFiles }: Form, contentType: string | null) {
  if (takesFiles !== null) return readFormWithFiles(await readBody(raw, takesFiles), contentType)
  return { values: await readForm(await readBody(raw, megabyte), contentType), files: [] }
}

async function again(ctx: Context, form: Form, input: FormInput, error: unknown): Promise<Response> {
  const problem = problemOf(error)
  if (!form.invalid || !problem || ![409, 422, 429].includes(problem.status)) throw error
  const problems = problem.errors?.length ? problem.errors : [{ pointer: '', detail: problem.detail }]
  const response = htmlResponse(await form.invalid(ctx, input, problems), problem.status)
  if (problem.retryAfter !== undefined) response.headers.set('retry-after', String(problem.retryAfter))
  return response
}

function respond(ctx: Context, request: RequestFacts, answer: Answer): Response {
  if (typeof answer !== 'string' && '__html' in answer) return htmlResponse(answer)
  const { to, flash, cookies = [] } = typeof answer === 'string' ? { to: answer } : answer
  const headers = new Headers({ location: to })
  const { flash: name } = cookieNames(ctx.settings, request)
  const told: Cookie[] = flash ? [{ name, value: sealFlash(ctx.settings.secret, flash), maxAge: 60 }] : []
  for (const cookie of [...cookies, ...told]) headers.append('set-cookie', setCookie(cookie))
  return new Response(null, { status: 303, headers })
}

/** A whole HTML document. */
export const htmlResponse = (body: Html, status = 200): Response =>
  new Response(html`${body}`.__html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })

function guarded(response: Response, { secretLink }: Page | Form): Response {
  if (secretLink) response.headers.set('referrer-policy', 'no-referrer')
  return response
}
