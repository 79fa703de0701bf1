import type { Medium } from '../channels/channel.ts'
import { byTelephone, mediumName } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import type { Problem } from '../lib/errors.ts'
import { html } from '../lib/html.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { linkButton, submit } from '../web/console/buttons.ts'
import { checkbox, choice, field, formState, problemSummary } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { managedNote } from '../web/console/marks.ts'
import { several } from '../web/fields.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { mayCall } from '../web/permission.ts'
import { changeOffer } from './change.ts'
import { offeredBy, offeredOn, offerOf, possibleMedia } from './find.ts'
import { ChangeOffer } from './schema.ts'

const path = '/console/settings/pages/{page}/channels'

/** What readers of a page can subscribe by. */
export const offerPages = [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: async (ctx, { params, flash }) => {
      const page = await findPage(ctx, params.page)
      const { channels, countries } = await offerOf(ctx, page.id)
      const values = {
        way: channels ? 'chosen' : 'usual',
        channels: channels ?? (await offeredOn(ctx, page)),
        countries: countries.join(', '),
      }
      return show(ctx, page.id, values, [], flash)
    },
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'admin',
    input: z.object({
      way: z.enum(['usual', 'chosen']),
      channels: several(z.string()),
      countries: z.string().max(2000).default(''),
    }),
    run: async (ctx, { params, fields }) => {
      const page = await findPage(ctx, params.page)
      const countries = fields.countries
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean)
      const channels = fields.way === 'usual' ? null : fields.channels
      await changeOffer(ctx, page.id, parsed(ChangeOffer, { channels, countries }))
      const to = `/console/settings/pages/${page.id}/channels`
      return { to, flash: { tone: 'good', text: 'Saved. The page offers it.' } }
    },
    invalid: (ctx, { params, values }, problems) => show(ctx, params.page, values, problems),
  }),
]

async function show(
  ctx: Context,
  name: string,
  values: Values,
  problems: readonly Problem[],
  flash: Flash | null = null,
) {
  const page = await findPage(ctx, name)
  const up = `/console/settings/pages/${page.id}`
  const form = formState(values, problems)
  const possible = await possibleMedia(ctx, ctx.org)
  const { countries } = await offerOf(ctx, page.id)
  const usual = await offeredBy(ctx, ctx.org, { channels: null, countries })
  const needsCountry = possible.filter((one) => byTelephone.includes(one))
  const mayChange = mayCall(ctx.actor, 'admin') && page.managed_by === null
  return consoleLayout(ctx, {
    title: 'Channels',
    active: 'settings',
    up: { name: page.name, path: up },
    lede: 'What readers of this page can subscribe by.',
    flash,
    body: html`${managedNote(page.managed_by)}<form method="post" action="${up}/channels" class="form">
${problemSummary(form, { countries: 'Countries', channels: 'Channels' })}
${choice(form, {
  name: 'way',
  label: 'Offered',
  choices: [
    ['usual', 'The usual ones'],
    ['chosen', 'Those ticked below'],
  ],
  help: `The usual ones are now ${listed(usual)}; with each account that you connect, its channel joins them.`,
})}
<fieldset class="choice chosen-alone" id="f-channels"><legend>Channels</legend><div class="picks column">${possible.map((one) => checkbox(form, { name: 'channels', label: mediumName(one), value: one }))}</div><p class="help">Others appear here once <a href="/console/channels">an account</a> carries them. Who subscribed by one that you take away stays.</p></fieldset>
${field(form, { name: 'countries', label: 'Countries of telephone numbers', code: true, maxlength: 2000, placeholder: 'DE, AT, CH', help: html`Only numbers of these countries can sign up. Empty: none can${needsCountry.length > 0 && countries.length === 0 && html`, and <strong>${listed(needsCountry)} ${needsCountry.length === 1 ? 'is' : 'are'} not offered</strong>`}. Name those where your customers are: sign-ups from elsewhere are how others make money with your text messages.` })}
${mayChange && html`<div class="actions">${submit('Save')}${linkButton('Cancel', up, 'quiet')}</div>`}
</form>`,
  })
}

const listed = (ones: readonly Medium[]) => new Intl.ListFormat('en-GB').format(ones.map(mediumName))
