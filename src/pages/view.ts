import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { zoneList } from '../lib/zone-list.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { checkbox, type FormState, field, problemSummary } from '../web/console/forms.ts'
import { copyable, fileChip, managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import type { PageAtStake } from './at-stake.ts'
import type { Page } from './find.ts'
import { share } from './share.ts'

export const pageList = (pages: readonly { page: Page; url: string }[], mayAdd: boolean): Html =>
  table({
    caption: 'Pages',
    columns: [{ label: 'Page', kind: 'main' }, { label: 'Address' }, { label: 'Zone', kind: 'aside' }],
    rows: pages.map(({ page, url }) => ({
      href: `/console/settings/pages/${page.id}`,
      cells: [
        html`${page.name}${page.managed_by && html` ${fileChip(page.managed_by)}`}`,
        url,
        page.time_zone.replaceAll('_', ' '),
      ],
    })),
    empty: empty({
      title: 'No page yet',
      text: 'A page is what your readers see.',
      action: mayAdd && linkButton('Make a page', '/console/settings/pages/new', 'primary'),
    }),
  })

/** A page's settings. */
export function pageForm({
  form,
  to,
  page,
  url,
  atStake,
  parts,
  mayChange,
  mayRemove,
}: {
  form: FormState
  to: string
  page: Page | null
  url: string | null
  atStake: PageAtStake | null
  /** The way to the page's other settings. */
  parts: Html | null
  mayChange: boolean
  mayRemove: boolean
}): Html {
  const isFixed = !mayChange || Boolean(page?.managed_by)
  const readonly = isFixed
  return html`${managedNote(page?.managed_by ?? null)}${url && html`<p class="address">${copyable(url, 'Copy the address')} <a class="button small" href="${url}">Open it</a></p>`}${parts}
<form method="post" action="${to}" class="form">
${problemSummary(form, { name: 'Name', slug: 'Short name', timeZone: 'Time zone', supportUrl: 'Support address', postalAddress: 'Postal address', host: 'Host name' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100, readonly, help: 'Your company or product, as readers know it.' })}
${field(form, { name: 'slug', label: 'Short name', required: true, maxlength: 63, code: true, readonly, help: 'In addresses: /p/short-name.' })}
${field(form, { name: 'timeZone', label: 'Time zone', required: true, maxlength: 100, list: 'zones', readonly, help: 'Of all times on the page, and in mail. Such as Europe/Berlin.' })}${zoneList('zones')}
${field(form, { name: 'supportUrl', label: 'Support address', type: 'url', maxlength: 2000, readonly, placeholder: 'https://', help: 'Where readers get help from a person. Empty: none is shown.' })}
${field(form, { name: 'postalAddress', label: 'Postal address', maxlength: 300, readonly, placeholder: 'Acme Ltd, 1 Main Street, Springfield, IL 62701, USA', help: 'The last line of every mail to readers, where the law or your mail service asks for one. Empty: none.' })}
${field(form, { name: 'host', label: 'Host name of its own', maxlength: 253, code: true, readonly, placeholder: 'status.acme.example', help: 'Point it at this installation first. Empty: it lives at this installation’s address.' })}
${checkbox(form, { name: 'showUptime', label: 'Show uptime', help: 'The past 90 days and the uptime of each component, and a page with its months.' })}
${checkbox(form, { name: 'noindex', label: 'Keep it out of search engines', help: 'They are asked not to list any part of this page. Who has the address reads it all the same.' })}
${!isFixed && html`<div class="actions">${submit(page ? 'Save' : 'Make this page')}${linkButton('Cancel', '/console/settings/pages', 'quiet')}</div>`}
</form>
${page && url && share(page.name, url)}${page && atStake && mayRemove && page.managed_by === null && removal(page, atStake)}`
}

const removal = (page: Page, { components, incidents, subscribers, rules }: PageAtStake): Html =>
  section(
    'Remove it',
    rules > 0
      ? html`<p class="quiet-text">It cannot be removed while ${counted(rules, 'rule')} ${rules === 1 ? 'posts' : 'post'} on it. <a href="/console/rules">See the rules</a></p>`
      : html`<div class="actions">${confirmation({
          id: 'remove',
          label: 'Remove this page',
          title: `Remove ${page.name}?`,
          text: `${counted(components, 'component')}, ${counted(incidents, 'incident')} and their past, and ${counted(subscribers, 'active subscriber')} go with it. Its address answers 404. This cannot be undone.`,
          to: `/console/settings/pages/${page.id}/remove`,
          button: 'Remove the page and all on it',
        })}</div>`,
  )
