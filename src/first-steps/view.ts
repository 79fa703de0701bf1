import type { SourceRow } from '../hooks/find.ts'
import { curlLine, vendorOf } from '../hooks/words.ts'
import { type Html, html } from '../lib/html.ts'
import { sources } from '../sources/index.ts'
import { act, linkButton, submit } from '../web/console/buttons.ts'
import { codeBlock } from '../web/console/code.ts'
import { copyable } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import type { FirstSteps, StepId } from './steps.ts'

export type Shown = FirstSteps & {
  page: { id: string; url: string } | null
  /** The source that waits for its first alert, with its address. */
  source: { row: SourceRow; url: string } | null
}

/** What an empty installation needs to be of use, each with the way there; what is done is one line. */
export function firstStepsView(shown: Shown): Html {
  const { steps } = shown
  const done = steps.filter((one) => one.done).length
  const next = steps.find((one) => !one.done)?.id
  return section(
    'First steps',
    html`<p class="quiet-text">${done === 0 ? 'Do them in any order. Each is ticked by itself once it is done.' : `${done} of ${steps.length} done.`}</p>
<ol class="first-steps">${steps.map((one) => (one.done ? doneStep(one.id) : openStep(one.id, shown, one.id === next)))}</ol>`,
    { id: 'first-steps', actions: act('Hide them all', '/console/first-steps/leave', 'quiet', { step: 'all' }) },
  )
}

const doneStep = (id: StepId): Html =>
  html`<li class="done" id="step-${id}"><span class="tick">${tick}<span class="sr">Done:</span></span><p>${words[id].done}</p></li>`

const tick = html`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M3.5 8.5l3 3 6-7"/></svg>`

function openStep(id: StepId, shown: Shown, isNext: boolean): Html {
  const { title, text } = words[id]
  return html`<li id="step-${id}"><span class="tick" aria-hidden="true"></span><div><h3>${title}</h3><p class="quiet-text">${text}</p>${ways[id](shown, isNext ? 'primary' : 'plain')}</div>${leave(id)}</li>`
}

const leave = (step: StepId): Html =>
  act(html`Leave it out<span class="sr">: ${words[step].title}</span>`, '/console/first-steps/leave', 'quiet', { step })

type Look = 'primary' | 'plain'

const ways: Record<StepId, (shown: Shown, look: Look) => Html> = {
  page: ({ page }, look) =>
    page
      ? way(
          linkButton('Name it', `/console/settings/pages/${page.id}`, look),
          linkButton('Choose how it looks', `/console/settings/pages/${page.id}/appearance`, 'quiet'),
        )
      : way(linkButton('Make a page', '/console/settings/pages/new', look)),
  components: (_shown, look) => way(linkButton('Add a component', '/console/components/new', look)),
  monitoring: ({ source }, look) => (source ? waiting(source) : choose(look)),
  rule: (_shown, look) =>
    way(
      linkButton('Add a rule', '/console/rules/new', look),
      linkButton('See what arrived', '/console/inbox', 'quiet'),
    ),
  mail: (_shown, look) => way(linkButton('Connect an account', '/console/channels/new', look)),
  colleague: (_shown, look) => way(linkButton('Invite somebody', '/console/settings/people/new', look)),
  follow: ({ page }, look) =>
    page
      ? way(linkButton('Open the page', page.url, look), linkButton('Subscribe', `${page.url}/subscribe`, 'quiet'))
      : html`<p class="quiet-text">There is no page yet.</p>`,
}

const way = (...links: Html[]): Html => html`<div class="actions">${links}</div>`

const choose = (look: Look): Html =>
  html`<form method="post" action="/console/first-steps/source" class="actions"><label class="sr" for="first-source">What sends your alerts</label><select id="first-source" name="kind">${sources.map(
    ({ kind, name }) => html`<option value="${kind}">${name}</option>`,
  )}</select>${submit('Make its address', { look })}</form>`

const waiting = ({ row, url }: NonNullable<Shown['source']>): Html =>
  html`<p>${vendorOf(row.kind)} is to send its alerts here:</p><p>${copyable(url, 'Copy the address')}</p>
<details class="fold"><summary>Try it from a shell</summary>${codeBlock(curlLine(row.kind, url), 'A line for a shell')}</details>
<p class="quiet-text">Nothing has arrived yet. <a href="/console/sources/${row.id}">How to set it up in ${vendorOf(row.kind)}</a> · <a href="/console/sources/new">Another kind</a></p>`

const words: Record<StepId, { title: string; text: string; done: string }> = {
  page: {
    title: 'Name your page',
    text: 'Your readers know you by a name, a colour and a logo. It is called “Status” until you say otherwise.',
    done: 'Your page has a name',
  },
  components: {
    title: 'List what people rely on',
    text: 'The parts of your service as your readers call them: “Web app”, “Card payments”.',
    done: 'The page lists what people rely on',
  },
  monitoring: {
    title: 'Connect your monitoring',
    text: 'Its alerts come in at an address of their own.',
    done: 'Your monitoring reports here',
  },
  rule: {
    title: 'Say what your readers hear',
    text: 'A rule turns alerts into a message: at once, after a wait, or when a person approves it. Without one they are recorded, and nothing is posted.',
    done: 'A rule decides what readers hear',
  },
  mail: {
    title: 'Let mail leave',
    text: 'Connect a mail server or a service, or start Upfront with SMTP_URL and MAIL_FROM. Until then mail waits.',
    done: 'Mail can leave',
  },
  colleague: {
    title: 'Invite a colleague',
    text: 'Somebody else can then answer for you at night, with a role that says what they may do.',
    done: 'You are not alone here',
  },
  follow: {
    title: 'See it as your readers do',
    text: 'Open the page and subscribe yourself: you then hear what they hear.',
    done: 'Somebody follows the page',
  },
}
