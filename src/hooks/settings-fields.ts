import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { sourceOf } from '../sources/index.ts'
import type { Values } from '../web/page.ts'
import type { SourceRow } from './find.ts'
import { openSettings, type SourceSettings } from './settings.ts'

/** One setting of a kind of source, as a form asks for it. */
export type SettingField = { name: string; label: string; help: string; secret: boolean; usual: string }

/** What a plugin's settings schema says about each of its fields. */
export function settingFields(kind: string): SettingField[] {
  const schema = sourceOf(kind)?.settings
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    if (!(field instanceof z.ZodType)) return []
    const { title, description, secret } = field.meta() ?? {}
    const usual = field.safeParse(undefined).data
    return [
      {
        name,
        label: title ?? name,
        help: description ?? '',
        secret: secret === true,
        usual: typeof usual === 'string' ? usual : '',
      },
    ]
  })
}

/** A setting's field in a form: apart from the source's own name and key. */
export const fieldName = (name: string) => `settings.${name}`

/** What a form shows for a source that is there. Secrets never go into a page. */
export function settingValues(ctx: Context, source: SourceRow): Record<string, string> {
  const set = openSettings(ctx, source)
  return Object.fromEntries(
    settingFields(source.kind).map(({ name, secret, usual }) => [
      fieldName(name),
      secret ? '' : String(set[name] ?? usual),
    ]),
  )
}

/** The end of each secret that is set. */
export function secretEnds(ctx: Context, source: SourceRow): Record<string, string> {
  const set = openSettings(ctx, source)
  return Object.fromEntries(
    settingFields(source.kind).flatMap(({ name, secret }) =>
      secret && typeof set[name] === 'string' && set[name] !== '' ? [[name, set[name].slice(-4)]] : [],
    ),
  )
}

/**
 * The settings that a form asks for: an empty secret keeps what is set, unless its box to forget it is ticked. What is
 * as usual is left out, so that it follows the plugin.
 */
export function settingsFrom(kind: string, values: Values, before: SourceSettings = {}): SourceSettings {
  const entries = settingFields(kind).flatMap(({ name, secret, usual }): [string, unknown][] => {
    const given = [values[fieldName(name)] ?? (secret ? '' : usual)].flat()[0]!.trim()
    if (secret && given === '') return name in before && !values[`forget.${name}`] ? [[name, before[name]]] : []
    return given === usual ? [] : [[name, given]]
  })
  return Object.fromEntries(entries)
}
