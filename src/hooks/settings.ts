import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import { didYouMean } from '../lib/nearest.ts'
import { seal, unseal } from '../lib/seal.ts'
import { secretNames, settingNames } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'
import { sourceOf } from '../sources/index.ts'

export type SourceSettings = Record<string, unknown>

/** The settings that a kind of source asks for, as given; or what is wrong with them, each with the path to it. */
export function checkSettings(
  kind: string,
  given: SourceSettings,
): { problems: { path: PropertyKey[]; message: string }[] } {
  const source = sourceOf(kind)
  if (!source) return { problems: [] }
  const schema = source.settings
  const known = settingNames(schema)
  const unknown = Object.keys(given)
    .filter((name) => known !== null && !known.includes(name))
    .map((name) => ({
      path: [name],
      message: `unknown setting${didYouMean(name, known ?? []) || `; ${kind} ${known?.length ? `takes ${known.join(', ')}` : 'takes none'}`}`,
    }))
  const parsed = schema.safeParse(given)
  const wrong = parsed.success ? (source.mistakes?.(parsed.data) ?? []) : parsed.error.issues
  return { problems: [...unknown, ...wrong.map(({ path, message }) => ({ path, message }))] }
}

/** Names of the settings that are secret: never shown, and left out of what is exported. */
export const secretSettings = (kind: string): string[] => secretNames(sourceOf(kind)?.settings ?? z.object({}))

export function requireSettings(kind: string, given: SourceSettings) {
  const problems: Problem[] = checkSettings(kind, given).problems.map(({ path, message }) => ({
    pointer: ['/settings', ...path.map(String)].join('/'),
    detail: message,
  }))
  if (problems.length > 0) throw new InvalidInput('The settings are not right.', problems)
}

export const sealSettings = (ctx: Context, settings: SourceSettings): Buffer | null =>
  Object.keys(settings).length === 0 ? null : seal(ctx.settings.secret, ctx.random, JSON.stringify(settings))

export const openSettings = (ctx: Context, row: { settings_sealed: Buffer | null }): SourceSettings =>
  row.settings_sealed
    ? z.record(z.string(), z.unknown()).parse(JSON.parse(unseal(ctx.settings.secret, row.settings_sealed)))
    : {}
