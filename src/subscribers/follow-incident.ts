import { admittedTo } from '../access/request.ts'
import type { Context } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'
import { definePage } from '../web/page.ts'
import type { RequestFacts } from '../web/request.ts'
import type { AnyRoute } from '../web/route.ts'
import { bareFrame, framed } from './document.ts'
import { findReadersPage } from './find-page.ts'
import { asReader } from './link.ts'
import { closedWithout } from './sign-up.ts'
import { languageOfForm } from './speak.ts'
import { trap } from './view.ts'

/** The form that subscribes to one incident. It names the incident by id alone, so that it says nothing to whoever may not see it. */
export const followIncidentRoutes: AnyRoute[] = [
  definePage({
    method: 'GET',
    path: '/subscribe/incident/{id}',
    permission: 'public',
    view: (base, { params, request }) => show(base, { slug: null, id: params.id, request }),
  }),
  definePage({
    method: 'GET',
    path: '/p/{slug}/subscribe/incident/{id}',
    permission: 'public',
    view: (base, { params, request }) => show(base, { slug: params.slug, id: params.id, request }),
  }),
]

type At = { slug: string | null; id: string; request: RequestFacts }

const show = (base: Context, { slug, id, request }: At): Promise<Html> =>
  closedWithout(async () => {
    const page = await findReadersPage(base, { slug, host: request.host })
    await admittedTo(base, page, request)
    const frame = await bareFrame(asReader(base, page.org_id), page, languageOfForm(page, request, null))
    const action = slug === null ? '/subscribe' : `/p/${page.slug}/subscribe`
    return framed(frame, frame.words.text('only.heading'), form(frame, action, id))
  })

const form = (frame: Frame, action: string, incident: string): Html => {
  const { words } = frame
  return html`<h1 class="page-title">${words.text('only.heading')}</h1>
<p class="lede">${words.text('only.lede')}</p>
<form class="subscribe" method="post" action="${action}">
<input type="hidden" name="incident" value="${incident}"><input type="hidden" name="language" value="${words.lang}">
<p><label for="email">${words.text('subscribe.email')}</label>
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" spellcheck="false" aria-describedby="email-help">
<span class="help" id="email-help">${words.text('subscribe.email_help')}</span></p>
${trap(frame)}
<p><button type="submit">${words.text('subscribe.send')}</button></p>
</form>`
}
