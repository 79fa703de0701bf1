import { admittedTo } from '../access/request.ts'
import { componentsSeen } from '../audiences/told.ts'
import { canMail } from '../channel-accounts/can-mail.ts'
import { isUnavailable } from '../db/unavailable.ts'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { type Problem, Unavailable } from '../lib/errors.ts'
import type { Html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { neighbourhood } from '../web/client-address.ts'
import { several } from '../web/fields.ts'
import { createLimit, type Limit } from '../web/limit.ts'
import { defineForm, type Values } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { askToSubscribe } from './ask.ts'
import { bareFrame, framed } from './document.ts'
import { findReadersPage } from './find-page.ts'
import { asReader } from './link.ts'
import { languageOfForm } from './speak.ts'
import { asked, signUpAgain } from './view.ts'

const SignUp = z.object({
  email: z.string().max(1000),
  components: several(z.string()),
  website: z.string().default(''),
  language: z.string().optional(),
  incident: z.string().max(200).optional(),
})

type Asked = { slug: string | null; request: RequestFacts }

/** The sign-up form's way in, at a page's own address and below `/p/<slug>`. Ten tries in four hours from one place. */
export function signUpRoutes(limit: Limit): AnyRoute[] {
  const run = (ctx: Context, at: Asked, fields: z.output<typeof SignUp>) =>
    closedWithout(async () => {
      const page = await findReadersPage(ctx, { slug: at.slug, host: at.request.host })
      const reader = await admittedTo(ctx, page, at.request)
      // A typing mistake is no try: colleagues behind one address would use up each other's.
      parseAddress(fields.email)
      await limit.take(ctx, `${page.org_id} ${neighbourhood(at.request.ip)}`)
      const language = languageOfForm(page, at.request, fields.language)
      // Nobody sees this field; what fills it in is a program, and learns nothing.
      if (fields.website === '')
        await askToSubscribe(
          asReader(ctx, page.org_id),
          {
            page: page.id,
            email: fields.email,
            components: fields.components,
            language,
            incident: fields.incident || null,
          },
          reader,
        )
      const reading = asReader(ctx, page.org_id)
      const [frame, leaves] = await Promise.all([bareFrame(reading, page, language), canMail(reading)])
      const { title, body } = asked(frame, fields.email.trim(), leaves)
      return framed(frame, title, body)
    })
  const again = (ctx: Context, at: Asked, values: Values, problems: Problem[]) =>
    closedWithout(() => formAgain(ctx, at, values, problems))
  return [
    defineForm({
      method: 'POST',
      path: '/subscribe',
      permission: 'public',
      input: SignUp,
      run: (ctx, { fields, request }) => run(ctx, { slug: null, request }, fields),
      invalid: (ctx, { values, request }, problems) => again(ctx, { slug: null, request }, values, problems),
    }),
    defineForm({
      method: 'POST',
      path: '/p/{slug}/subscribe',
      permission: 'public',
      input: SignUp,
      run: (ctx, { params, fields, request }) => run(ctx, { slug: params.slug, request }, fields),
      invalid: (ctx, { params, values, request }, problems) =>
        again(ctx, { slug: params.slug, request }, values, problems),
    }),
  ]
}

/** One for all ways to sign up. */
export const signUpLimit = (): Limit =>
  createLimit({
    name: 'sign-up',
    points: 10,
    seconds: 4 * 3600,
    refusal: 'Too many sign-ups came from your network. Try again later.',
  })

async function formAgain(ctx: Context, at: Asked, values: Values, problems: Problem[]): Promise<Html> {
  const page = await findReadersPage(ctx, { slug: at.slug, host: at.request.host })
  const reader = await admittedTo(ctx, page, at.request)
  const components = await componentsSeen(asReader(ctx, page.org_id), page.id, reader)
  const chosen = [values.components ?? []].flat()
  const email = typeof values.email === 'string' ? values.email : ''
  const action = at.slug ? `/p/${page.slug}/subscribe` : '/subscribe'
  const frame = await bareFrame(ctx, page, languageOfForm(page, at.request, values.language))
  const title = frame.words.text('subscribe.heading')
  return framed(frame, title, signUpAgain(frame, action, email, { components, chosen }, problems))
}

/** The page itself needs no database; signing up does. */
export async function closedWithout<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isUnavailable(error)) throw error
    throw new Unavailable(
      'Sign-up is closed for the moment. The page itself stays up to date; try again in a few minutes.',
    )
  }
}
