import { type Html, html } from '../lib/html.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { checkbox, type FormState, field, problemSummary, textarea } from '../web/console/forms.ts'
import { managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import type { AudienceRow } from './schema.ts'
import type { Use } from './used-by.ts'

const labels = {
  key: 'Key',
  name: 'Name',
  description: 'What it is for',
  emails: 'Addresses',
  domains: 'Domains',
  attributes: 'Attributes from single sign-on',
}

export type AudienceScreen = {
  form: FormState
  to: string
  audience: AudienceRow | null
  uses: readonly Use[]
  mayChange: boolean
}

/** Who belongs to an audience, and what is limited to it. */
export const audienceView = ({ form, to, audience, uses, mayChange }: AudienceScreen): Html =>
  html`${managedNote(audience?.managed_by ?? null)}<form method="post" action="${to}" class="form" data-keep="${to}"><fieldset class="plain"${!mayChange && html` disabled`}>
${problemSummary(form, labels)}
${field(form, { name: 'name', label: labels.name, required: true, maxlength: 100, help: 'Readers never see it.' })}
${!audience && field(form, { name: 'key', label: labels.key, required: true, maxlength: 63, code: true, help: 'For files and the API. It stays.' })}
${textarea(form, { name: 'description', label: labels.description, rows: 2, maxlength: 500 })}
<p>Whoever one of these is true of belongs to it.</p>
${textarea(form, { name: 'domains', label: labels.domains, rows: 3, code: true, placeholder: 'customer.example', help: 'One a line. Whoever has proven an address there, by a mailed link or single sign-on.' })}
${textarea(form, { name: 'emails', label: labels.emails, rows: 4, code: true, placeholder: 'pat@customer.example', help: 'One a line.' })}
${textarea(form, { name: 'attributes', label: labels.attributes, rows: 3, code: true, placeholder: 'plan: gold, platinum', help: 'A name and its values, one a line. Mail is told to nobody by these alone: it knows the address and nothing else.' })}
${checkbox(form, { name: 'subscribers', label: 'Every signed-in subscriber' })}
${mayChange && html`<div class="actions">${submit(audience ? 'Save' : 'Name this group')}${linkButton('Cancel', to.slice(0, to.lastIndexOf('/')), 'quiet')}</div>`}
</fieldset></form>
${audience && usedFor(audience, uses)}
${audience && mayChange && uses.length === 0 && removal(audience, to)}`

const usedFor = (audience: AudienceRow, uses: readonly Use[]): Html =>
  section(
    'What is limited to it',
    uses.length === 0
      ? html`<p class="quiet-text">Nothing yet. Choose “${audience.name}” on a component, a metric, an incident, a post, or a text of the page.</p>`
      : html`<ul class="plain-list">${uses.map(
          ({ what, id, name }) =>
            html`<li>${used[what].words} <a href="${used[what].at(id)}"><bdi>${name}</bdi></a></li>`,
        )}</ul>`,
  )

const used: Record<Use['what'], { words: string; at: (id: string) => string }> = {
  component: { words: 'Component', at: (id) => `/console/components/${id}` },
  metric: { words: 'Metric', at: (id) => `/console/settings/pages/${id}/metrics` },
  incident: { words: 'Incident', at: (id) => `/console/incidents/${id}` },
  'post on': { words: 'A post on', at: (id) => `/console/incidents/${id}` },
  'text on': { words: 'A text on the page', at: (id) => `/console/settings/pages/${id}/content` },
}

const removal = (audience: AudienceRow, to: string): Html =>
  section(
    'Remove it',
    html`<div class="actions">${confirmation({
      id: 'remove',
      label: 'Remove it',
      title: `Remove “${audience.name}”?`,
      text: 'Nothing is limited to it. This cannot be undone.',
      to: `${to}/remove`,
      button: 'Remove the audience',
    })}</div>`,
  )
