import type { Context } from '../lib/context.ts'
import { shortDuration } from '../lib/duration.ts'
import { NotFound, type Problem } from '../lib/errors.ts'
import { freeKey } from '../lib/free-key.ts'
import type { Html } from '../lib/html.ts'
import { refuseManaged } from '../lib/managed.ts'
import { z } from '../lib/zod.ts'
import { sourceOf } from '../sources/index.ts'
import { consoleClock } from '../web/console/clock.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import { inField } from '../web/console/setting-inputs.ts'
import { defineForm, definePage, type Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { changeSource } from './change.ts'
import { createSource } from './create.ts'
import { findSource, sourcesOf } from './find.ts'
import { ChangeSource, NewSource } from './schema.ts'
import { openSettings } from './settings.ts'
import { fieldName, secretEnds, settingFields, settingsFrom, settingValues } from './settings-fields.ts'
import { type Tried, tryPayload } from './try.ts'
import { sourceForm } from './view-form.ts'

type Shown = { values: Values; problems?: readonly Problem[]; tried?: Tried }
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** Adding and editing a source; both can be tried before they are saved. */
export const sourceFormPages = [
  definePage({
    method: 'GET',
    path: '/console/sources/new/{kind}',
    permission: 'admin',
    view: async (ctx, { params }) => newPage(ctx, params.kind, { values: await usualValues(ctx, params.kind) }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/new/{kind}',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { id } = await createSource(ctx, parsed(NewSource, newSource(params.kind, fields)))
      const text = 'The source is there. Give its address to your monitoring, or try it from a shell.'
      return { to: `/console/sources/${id}`, flash: { tone: 'good', text } }
    },
    invalid: (ctx, { params, values }, problems) => newPage(ctx, params.kind, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/new/{kind}/try',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const { kind } = params
      const tried = await tryPayload(ctx, { kind, settings: settingsFrom(kind, fields), payload: one(fields.payload) })
      return newPage(ctx, kind, { values: fields, tried })
    },
  }),
  definePage({
    method: 'GET',
    path: '/console/sources/{source}/edit',
    permission: 'admin',
    view: async (ctx, { params }) => {
      const source = await findSource(ctx, params.source)
      const values = {
        name: source.name,
        silentAfter: source.silent_after === null ? '' : shortDuration(source.silent_after),
        payload: sourceOf(source.kind)?.sample.body ?? '',
        ...settingValues(ctx, source),
      }
      return editPage(ctx, params.source, { values })
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/{source}/edit',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const source = await findSource(ctx, params.source)
      const settings = settingsFrom(source.kind, fields, openSettings(ctx, source))
      const input = { name: one(fields.name), silentAfter: one(fields.silentAfter) || null, settings }
      await changeSource(ctx, source.id, parsed(ChangeSource, input))
      return { to: `/console/sources/${source.id}`, flash: { tone: 'good', text: 'Saved.' } }
    },
    invalid: (ctx, { params, values }, problems) => editPage(ctx, params.source, { values, problems }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/sources/{source}/try',
    permission: 'admin',
    input: Fields,
    run: async (ctx, { params, fields }) => {
      const source = await findSource(ctx, params.source)
      const settings = settingsFrom(source.kind, fields, openSettings(ctx, source))
      const tried = await tryPayload(ctx, { kind: source.kind, settings, payload: one(fields.payload) })
      return editPage(ctx, params.source, { values: fields, tried })
    },
  }),
]

async function usualValues(ctx: Context, kind: string): Promise<Values> {
  const plugin = sourceOf(kind)
  const taken = (await sourcesOf(ctx)).map(({ key }) => key)
  return {
    name: plugin?.name ?? kind,
    key: freeKey(kind, taken),
    payload: plugin?.sample.body ?? '',
    ...settingUsual(kind),
  }
}

const settingUsual = (kind: string) =>
  Object.fromEntries(settingFields(kind).map(({ name, usual }) => [fieldName(name), usual]))

const newSource = (kind: string, fields: Values) => ({
  kind,
  key: one(fields.key).trim(),
  name: one(fields.name),
  settings: settingsFrom(kind, fields),
  ...(one(fields.silentAfter) ? { silentAfter: one(fields.silentAfter).trim() } : {}),
})

async function newPage(ctx: Context, kind: string, { values, problems = [], tried }: Shown): Promise<Html> {
  const plugin = sourceOf(kind)
  if (!plugin) throw new NotFound('kind of source')
  return consoleLayout(ctx, {
    title: `Add ${plugin.name}`,
    active: 'sources',
    up: { name: 'Add a source', path: '/console/sources/new' },
    body: sourceForm({
      kind,
      form: formState(values, problems.map(inField('settings'))),
      to: `/console/sources/new/${kind}`,
      isNew: true,
      tried: tried ?? null,
      clock: await consoleClock(ctx),
    }),
  })
}

async function editPage(ctx: Context, name: string, { values, problems = [], tried }: Shown): Promise<Html> {
  const source = await findSource(ctx, name)
  refuseManaged(ctx, `The source "${source.name}"`, source)
  return consoleLayout(ctx, {
    title: `Edit ${source.name}`,
    active: 'sources',
    up: { name: source.name, path: `/console/sources/${source.id}` },
    body: sourceForm({
      kind: source.kind,
      form: formState(values, problems.map(inField('settings'))),
      to: `/console/sources/${source.id}/edit`,
      isNew: false,
      secrets: secretEnds(ctx, source),
      tried: tried ?? null,
      clock: await consoleClock(ctx),
    }),
  })
}

const one = (value: Values[string] | undefined): string => [value ?? ''].flat()[0] ?? ''
