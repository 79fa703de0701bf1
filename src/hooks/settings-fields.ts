import type { Context } from '../lib/context.ts'
import {
  endsOfSecrets,
  settingFields as fieldsOf,
  type SettingField,
  settingsTyped,
  shownSettings,
} from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { sourceOf } from '../sources/index.ts'
import type { Values } from '../web/page.ts'
import type { SourceRow } from './find.ts'
import { openSettings, type SourceSettings } from './settings.ts'

const schemaOf = (kind: string): z.ZodType => sourceOf(kind)?.settings ?? z.object({})

/** What a plugin's settings schema says about each of its fields. */
export const settingFields = (kind: string): SettingField[] => fieldsOf(schemaOf(kind))

/** A setting's field in a form: apart from the source's own name and key. */
export const settingPrefix = 'settings.'
export const fieldName = (name: string) => settingPrefix + name

/** What a form shows for a source that is there. */
export const settingValues = (ctx: Context, source: SourceRow): Record<string, string> =>
  shownSettings(schemaOf(source.kind), settingPrefix, openSettings(ctx, source))

export const secretEnds = (ctx: Context, source: SourceRow): Record<string, string> =>
  endsOfSecrets(schemaOf(source.kind), openSettings(ctx, source))

/** The settings that a form asks for. */
export const settingsFrom = (kind: string, values: Values, before: SourceSettings = {}): SourceSettings =>
  settingsTyped(schemaOf(kind), settingPrefix, values, before)
