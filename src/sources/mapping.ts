import { evaluateAll, unreadableFrom } from './jsonata.ts'
import type { Field } from './payload.ts'
import { at, list } from './read.ts'

/**
 * The fields of each item. A mapping is a path (`alert.labels.name`, `items[0].id`), which keeps its JSON pointer, or
 * else a JSONata expression; an empty one finds nothing. Without `items` the body is the one item.
 */
export async function mapped<Name extends string>(
  body: Field,
  items: string,
  fields: Record<Name, string>,
): Promise<Record<Name, Field>[]> {
  const all = items === '' ? [body] : await itemsIn(body, items)
  const names = Object.keys(fields) as Name[]
  const expressions = names.filter((name) => fields[name] !== '' && pathOf(fields[name]) === null)
  const sources = Object.fromEntries(expressions.map((name) => [name, fields[name]]))
  const inputs = all.map(({ value }) => value)
  const evaluated = expressions.length > 0 ? await evaluateAll(sources, inputs, body.value) : []
  return all.map((item, index) => {
    const find = (name: Name): Field => {
      const path = pathOf(fields[name])
      return path ? at(item, ...path) : { value: evaluated[index]?.[name], pointer: item.pointer }
    }
    return Object.fromEntries(names.map((name) => [name, find(name)])) as Record<Name, Field>
  })
}

/** Why a mapping can never find anything, or null. It does not repeat the text, which may hold what nobody may see. */
export function mappingMistake(mapping: string): string | null {
  if (mapping === '' || pathOf(mapping) !== null) return null
  const character = unreadableFrom(mapping)
  return character === null
    ? null
    : `expected a path such as alert.labels.name or a JSONata expression; it makes no sense from character ${character} on`
}

async function itemsIn(body: Field, items: string): Promise<Field[]> {
  const path = pathOf(items)
  if (path) return list(at(body, ...path), 'the list of alerts')
  const [evaluated] = await evaluateAll({ items }, [body.value], body.value)
  // JSONata gives one element as itself and none as nothing.
  const found = evaluated?.items === undefined ? [] : [evaluated.items].flat()
  return list({ value: found, pointer: '' }, 'the list of alerts').map(({ value }) => ({ value, pointer: '' }))
}

/** The steps of a plain path, or null where it is more than that. */
function pathOf(mapping: string): (string | number)[] | null {
  if (!/^[A-Za-z_@][\w@-]*(\.[\w@-]+|\[\d{1,5}\])*$/.test(mapping)) return null
  return mapping
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}
