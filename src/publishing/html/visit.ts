import { isForVisitors } from '../../content/allows.ts'
import { providerOf } from '../../content/providers/index.ts'
import { hostOf } from '../../content/third-parties.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

/**
 * The island that loads a chat when somebody asks for it, and counts visits where they agreed. Nothing where the page
 * has neither, and nothing where people sign in or give an address.
 */
export function visitScript(frame: Frame, path: string | null): Html | null {
  const { chat, analytics } = frame.page.content
  const { visit } = frame.assets
  if (!visit || !isForVisitors(path) || (!chat && analytics.length === 0)) return null
  const counts = analytics.map((one) => ({
    provider: one.provider,
    id: one.id,
    host: hostOf(one),
    asks: asks(frame, one.provider),
  }))
  return html`<script type="module" src="${visit}" id="visit" data-page="${frame.page.id}"${chat && html` data-chat="${JSON.stringify(chat)}"`}${counts.length > 0 && html` data-counts="${JSON.stringify(counts)}"`}></script>
`
}

/** Shown once the island is there: without it nothing could follow. */
export const chatButton = (frame: Frame, path: string | null): Html | null =>
  frame.page.content.chat && frame.assets.visit && isForVisitors(path)
    ? html`<button type="button" class="plain" data-visit="chat">${frame.words.text('contact.chat')}</button>`
    : null

/** Leads back to the question. */
export const choiceButton = (frame: Frame, path: string | null): Html | null =>
  asked(frame, path).length > 0
    ? html`<button type="button" class="plain" data-visit="choose">${frame.words.text('visit.choose')}</button>`
    : null

/** The question, with two answers alike. The island shows it until one is given. */
export function question(frame: Frame, path: string | null): Html | null {
  const names = asked(frame, path)
  if (names.length === 0) return null
  const { words } = frame
  return html`<section class="ask" id="ask" aria-labelledby="ask-title" tabindex="-1" hidden><div><h2 id="ask-title">${words.text('visit.question')}</h2>
<p>${words.text('visit.with', { names: words.listed(names) })}</p></div>
<p class="answers"><button type="button" data-visit="no">${words.text('visit.no')}</button> <button type="button" data-visit="yes">${words.text('visit.yes')}</button></p></section>
`
}

function asked(frame: Frame, path: string | null): string[] {
  if (!frame.assets.visit || !isForVisitors(path)) return []
  const ones = frame.page.content.analytics.filter(({ provider }) => asks(frame, provider))
  return ones.map(({ provider }) => providerOf(provider).name)
}

/** What keeps something in the browser always asks first: ePrivacy directive, article 5 (3). */
const asks = ({ page }: Frame, provider: Parameters<typeof providerOf>[0]) =>
  page.content.consent === 'ask' || providerOf(provider).keeps
