import { type Html, html } from '../../lib/html.ts'

type Look = 'primary' | 'plain' | 'danger' | 'quiet'

/** Sends its form. The label is a verb that says what it does. */
export const submit = (
  label: string | Html,
  { look = 'primary', name, value, to }: { look?: Look; name?: string; value?: string; to?: string } = {},
): Html =>
  html`<button type="submit" class="button ${look}"${[
    name && html` name="${name}" value="${value ?? ''}"`,
    to && html` formaction="${to}" formnovalidate`,
  ]}>${label}</button>`

/** Leads somewhere. */
export const linkButton = (label: string | Html, href: string, look: Look = 'plain'): Html =>
  html`<a class="button ${look}" href="${href}">${label}</a>`

/** A form of one button, for what needs no question. */
export const act = (
  label: string | Html,
  to: string,
  look: Look = 'plain',
  fields: Record<string, string> = {},
): Html => html`<form method="post" action="${to}" class="act">${hidden(fields)}${submit(label, { look })}</form>`

/**
 * A button that asks once: it opens a dialog that says in numbers what will happen, with the real button in it. Needs
 * no script. It must not stand inside another form.
 */
export const confirmation = ({
  id,
  label,
  look = 'danger',
  title,
  text,
  to,
  button,
  fields = {},
  body,
}: {
  /** Unlike any other on the page. */
  id: string
  label: string
  look?: Look
  /** The question. */
  title: string
  /** What will happen, in numbers, and whether it can be undone. */
  text: string | Html
  /** Where the form goes. */
  to: string
  /** The real button's verb. */
  button: string
  fields?: Record<string, string>
  /** Fields to fill in, such as a reason. */
  body?: Html
}): Html =>
  html`<button type="button" class="button ${look}" popovertarget="${id}">${label}</button>
<div class="dialog" id="${id}" popover role="dialog" aria-labelledby="${id}-title">
<form method="post" action="${to}">${hidden(fields)}<h2 id="${id}-title">${title}</h2>
<p>${text}</p>${body}
<div class="actions"><button type="button" class="button" popovertarget="${id}" popovertargetaction="hide" autofocus>Keep it as it is</button>${submit(button, { look: really[look] })}</div></form>
</div>`

/** Inside the dialog the real button stands out, however quiet the one that opens it. */
const really: Record<Look, Look> = { primary: 'primary', plain: 'primary', danger: 'danger', quiet: 'danger' }

const hidden = (fields: Record<string, string>) =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
