import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { type FormState, problemSummary, textarea } from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'

const labels = { css: 'CSS', headerHtml: 'HTML below the head', footerHtml: 'HTML above the foot' }

/** The editor, and beside it the page as it would be: without script too, since the button sends the form to the frame. */
export function codeForm({
  form,
  to,
  page,
  mayChange,
}: {
  form: FormState
  to: string
  page: Page
  mayChange: boolean
}): Html {
  const isRefused = form.problems.some(({ pointer }) => /^\/(css|headerHtml|footerHtml)/.test(pointer))
  return html`${managedNote(page.managed_by)}
<div class="looks">
<form method="post" action="${to}" class="form">
${problemSummary(form, labels)}
${textarea(form, {
  name: 'css',
  label: labels.css,
  rows: 16,
  code: true,
  placeholder: '.top { background: url(hero.png) }',
  help: html`At most 64 KB, after the page’s own style. Pictures and fonts are <a href="/console/settings/pages/${page.id}/files">files of the page</a>, by name; nothing else is fetched. Pages that ask the reader for an address or a password do without it.`,
})}
${textarea(form, { name: 'headerHtml', label: labels.headerHtml, rows: 5, code: true, help: 'Text, links, boxes and pictures; at most 8 KB. No scripts, forms or frames.' })}
${textarea(form, { name: 'footerHtml', label: labels.footerHtml, rows: 5, code: true })}
<div class="actions">${mayChange && submit('Save')}${mayChange && isRefused && submit('Save without these', { look: 'plain', name: 'unsafe', value: 'drop' })}<button type="submit" class="button" formaction="${to}/preview" formtarget="preview" formnovalidate>Preview</button>${linkButton('Cancel', `/console/settings/pages/${page.id}/appearance`, 'quiet')}</div>
</form>
<div class="frames"><figure><figcaption>With made-up news</figcaption><iframe title="The page with made-up news" name="preview" src="/console/settings/pages/${page.id}/appearance/preview" sandbox></iframe></figure></div>
</div>`
}
