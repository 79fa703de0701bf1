import { type Html, html } from '../lib/html.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { fileChip } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { type AudienceRow, type Members, membersIn } from './schema.ts'
import { readersOf } from './see-as.ts'

export const listView = (base: string, rows: readonly AudienceRow[], mayChange: boolean): Html =>
  table({
    caption: 'Audiences',
    columns: [{ label: 'Name', kind: 'main' }, { label: 'Key' }, { label: 'Who', kind: 'aside' }],
    rows: rows.map((row) => ({
      href: `${base}/${row.id}`,
      cells: [
        html`<bdi>${row.name}</bdi>${row.managed_by && html` ${fileChip(row.managed_by)}`}`,
        html`<code>${row.key}</code>`,
        whoIn(membersIn(row)),
      ],
    })),
    empty: empty({
      title: 'No groups yet',
      text: 'Three audiences are there for every page: everybody, signed-in subscribers, and staff. Name a group for customers, regions or plans.',
      action: mayChange && linkButton('Name a group', `${base}/new`, 'primary'),
    }),
  })

function whoIn({ emails, domains, attributes, subscribers }: Members): string {
  const parts = [
    subscribers && 'every signed-in subscriber',
    emails.length > 0 && `${emails.length} ${emails.length === 1 ? 'address' : 'addresses'}`,
    ...domains.slice(0, 3).map((domain) => `@${domain}`),
    domains.length > 3 && `${domains.length - 3} more domains`,
    ...attributes.map(({ name, values }) => `${name} ${values.slice(0, 3).join(' or ')}`),
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'nobody' : parts.join(', ')
}

/** The page as somebody sees it who belongs to one audience and to no other. */
export function previewFrame(base: string, rows: readonly AudienceRow[], as: string): Html {
  const choices = readersOf(rows)
  const shown = choices.find(([value]) => value === as) ?? choices[0]!
  return section(
    'See the page as',
    html`<form method="get" action="${base}" class="starter-row"><div class="field"><label class="sr" for="as">See the page as</label><select id="as" name="as">${choices.map(
      ([value, name]) => html`<option value="${value}"${value === shown[0] && html` selected`}>${name}</option>`,
    )}</select></div> <button type="submit" class="button">Show</button></form>
<div class="frames"><figure><figcaption>Seen by <bdi>${shown[1]}</bdi></figcaption><iframe title="The page as seen by ${shown[1]}" src="${base}/see?as=${encodeURIComponent(shown[0])}" sandbox></iframe></figure></div>`,
  )
}
