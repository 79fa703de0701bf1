import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import { didYouMean } from '../lib/nearest.ts'
import { seal, unseal } from '../lib/seal.ts'
import { secretNames, settingNames } from '../lib/setting-fields.ts'
import { z } from '../lib/zod.ts'

export type Settings = Record<string, unknown>
type Keys = Pick<Context, 'settings' | 'random'>

/** What stands for a secret that is set, wherever settings are shown. Given back, it means: as it is. */
export const kept = '<kept>'

/** What is wrong with settings or a target, each with the path to it. */
export function problemsIn(schema: z.ZodType, given: Settings): { path: PropertyKey[]; message: string }[] {
  const known = settingNames(schema)
  const unknown = Object.keys(given)
    .filter((name) => known !== null && !known.includes(name))
    .map((name) => ({
      path: [name],
      message: `unknown setting${didYouMean(name, known ?? []) || `; known here: ${known?.join(', ') || 'none'}`}`,
    }))
  const parsed = schema.safeParse(given)
  const wrong = (parsed.error?.issues ?? []).filter(({ code }) => code !== 'unrecognized_keys')
  const said = wrong.map((issue) => ({
    path: issue.path,
    message: isMissing(issue, given) ? 'expected a value; it is missing' : issue.message,
  }))
  return [...unknown, ...said]
}

const isMissing = ({ code, path }: z.core.$ZodIssue, given: Settings) =>
  code === 'invalid_type' && path.length === 1 && given[String(path[0])] === undefined

/**
 * What was given, checked, with defaults filled in. `at`: the pointer to it. Throws `InvalidInput` with the path to each
 * mistake; no message holds what was given.
 */
export function checked<T>(schema: z.ZodType<T>, at: string, given: Settings): T {
  const parsed = schema.safeParse(given)
  const problems: Problem[] = problemsIn(schema, given).map(({ path, message }) => ({
    pointer: [at, ...path.map(String)].join('/'),
    detail: message,
  }))
  if (problems.length > 0 || !parsed.success) throw new InvalidInput('The settings are not right.', problems)
  return parsed.data
}

/** With the secrets that stay as they are put back. */
export const withKept = (schema: z.ZodType, given: Settings, before: Settings): Settings => {
  const secret = secretNames(schema)
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value !== kept || !secret.includes(name)) return [[name, value]]
      return name in before ? [[name, before[name]]] : []
    }),
  )
}

/** Fit to be shown: each secret is only said to be set. */
export const withoutSecrets = (schema: z.ZodType, settings: Settings): Settings => {
  const secret = secretNames(schema)
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, secret.includes(name) ? kept : value]),
  )
}

export const sealed = ({ settings, random }: Keys, value: Settings): Buffer =>
  seal(settings.secret, random, JSON.stringify(value))

export const opened = ({ settings }: Pick<Context, 'settings'>, bytes: Buffer): Settings =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(unseal(settings.secret, bytes)))
