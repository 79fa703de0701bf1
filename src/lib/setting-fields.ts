import { z } from './zod.ts'

/** One setting of a plugin, as a form asks for it. */
export type SettingField = {
  name: string
  label: string
  help: string
  secret: boolean
  /** A secret that one has to see while it is typed, such as a telephone number; the field says so by `.meta({ inSight: true })`. */
  inSight: boolean
  required: boolean
  /** What it is when nobody sets it; as text. */
  usual: string
  /** `lines`: a text whose line breaks count, such as a key in PEM; the field says so by `.meta({ lines: true })`. */
  kind: 'text' | 'lines' | 'number' | 'switch' | 'choice'
  /** Of a choice. */
  choices: readonly string[]
}

/** Several values of one field are a list, as forms send them. */
type Typed = Readonly<Record<string, string | readonly string[]>>
type Settings = Record<string, unknown>

/** What a plugin's schema says about each of its fields. */
export function settingFields(schema: z.ZodType): SettingField[] {
  return Object.entries(fieldsIn(schema)).map(([name, field]) => {
    const { title, description, secret, lines, inSight } = about(field)
    const given = field.safeParse(undefined)
    const inner = bare(field)
    return {
      name,
      label: title ?? name,
      help: description ?? '',
      secret: secret === true,
      inSight: inSight === true,
      required: !given.success,
      usual: given.data === undefined || given.data === null ? '' : String(given.data),
      kind: lines === true ? 'lines' : kindOf(inner),
      choices: inner instanceof z.ZodEnum ? inner.options.map(String) : [],
    }
  })
}

const kindOf = (field: z.ZodType): SettingField['kind'] => {
  if (field instanceof z.ZodNumber) return 'number'
  if (field instanceof z.ZodBoolean) return 'switch'
  return field instanceof z.ZodEnum ? 'choice' : 'text'
}

/** Names of the settings that are secret: never shown, and left out of what is exported. */
export const secretNames = (schema: z.ZodType): string[] =>
  settingFields(schema).flatMap(({ name, secret }) => (secret ? [name] : []))

/** Names of all settings; null where the schema is none of named fields. */
export const settingNames = (schema: z.ZodType): string[] | null => {
  const inner = bare(schema)
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : null
}

/** What a form shows of what is set, by the names of its fields. Secrets never go into a page. */
export const shownSettings = (schema: z.ZodType, prefix: string, set: Settings): Record<string, string> =>
  Object.fromEntries(
    settingFields(schema)
      // A switch that is off is not there at all, as in a form that was sent.
      .filter(({ name, kind, usual }) => kind !== 'switch' || String(set[name] ?? usual) === 'true')
      .map(({ name, secret, usual }) => [prefix + name, secret ? '' : String(set[name] ?? usual)]),
  )

/** The end of each secret that is set. */
export const endsOfSecrets = (schema: z.ZodType, set: Settings): Record<string, string> =>
  Object.fromEntries(
    settingFields(schema).flatMap(({ name, secret }) => {
      const value = set[name]
      return secret && typeof value === 'string' && value !== '' ? [[name, value.slice(-4)]] : []
    }),
  )

/**
 * The settings that a form asks for: an empty secret keeps what is set, unless its box to forget it is ticked. What is
 * as usual is left out, so that it follows the plugin.
 */
export function settingsTyped(schema: z.ZodType, prefix: string, values: Typed, before: Settings = {}): Settings {
  const entries = settingFields(schema).flatMap(({ name, secret, usual, kind }): [string, unknown][] => {
    if (kind === 'switch') {
      const on = values[prefix + name] !== undefined
      return String(on) === (usual || 'false') ? [] : [[name, on]]
    }
    const given = ([values[prefix + name] ?? (secret ? '' : usual)].flat()[0] ?? '').trim()
    if (secret && given === '') return name in before && !values[`forget.${name}`] ? [[name, before[name]]] : []
    if (given === usual) return []
    return [[name, kind === 'number' && given !== '' && !Number.isNaN(Number(given)) ? Number(given) : given]]
  })
  return Object.fromEntries(entries)
}

function fieldsIn(schema: z.ZodType): Record<string, z.ZodType> {
  const inner = bare(schema)
  if (!(inner instanceof z.ZodObject)) return {}
  return Object.fromEntries(
    Object.entries(inner.shape).flatMap(([name, field]) => (field instanceof z.ZodType ? [[name, field]] : [])),
  )
}

/** What it is without "may be absent" and what is made of it afterwards. */
function bare(field: z.ZodType): z.ZodType {
  const { def } = field
  const inner = 'innerType' in def ? def.innerType : field instanceof z.ZodPipe ? field.in : null
  return inner instanceof z.ZodType ? bare(inner) : field
}

type About = { title?: string; description?: string; secret?: unknown; lines?: unknown; inSight?: unknown }

/** A title may stand inside of what makes a field optional. */
function about(field: z.ZodType): About {
  const { def } = field
  const inner = 'innerType' in def ? def.innerType : field instanceof z.ZodPipe ? field.in : null
  return { ...(inner instanceof z.ZodType ? about(inner) : {}), ...field.meta() }
}
