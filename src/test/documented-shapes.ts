import { z } from 'zod'
import { read } from './code.ts'

/** The shapes that docs/statuspage.md describes, by document: each answer has these fields, all of them and no others. */
export function documentedShapes(): Record<string, z.ZodType> {
  const page = read('docs/statuspage.md')
  const shapes = new Map<string, z.ZodType>()
  for (const [, name, body] of page.matchAll(/^### (\w+)\n([^#]+)/gm))
    shapes.set(name!, z.strictObject(Object.fromEntries(rows(body!).map(([f, v]) => [f!, kindOf(v!, shapes)]))))
  const documents = rows(page.split('## Documents')[1]!.split('\n## ')[0]!)
  return Object.fromEntries(
    documents.map(([path, fields]) => [
      path!.replace('/api/v2/', ''),
      z.strictObject(Object.fromEntries(named(fields!).map((field) => [field, top(field, shapes)]))),
    ]),
  )
}

const rows = (text: string) =>
  [...text.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, first, second]) => [first, second])

const named = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)

const top = (field: string, shapes: Map<string, z.ZodType>) =>
  ['page', 'status'].includes(field) ? shapeOf(field, shapes) : z.array(shapeOf(field, shapes))

function kindOf(words: string, shapes: Map<string, z.ZodType>): z.ZodType {
  if (words.endsWith(' or null')) return kindOf(words.slice(0, -8), shapes).nullable()
  if (words.endsWith(', in groups alone')) return kindOf(words.slice(0, -17), shapes).optional()
  if (words.startsWith('list of ')) return z.array(kindOf(words.slice(8), shapes))
  if (words.startsWith('`')) return z.enum(named(words))
  return values[words] ?? z.lazy(() => shapeOf(words, shapes))
}

function shapeOf(name: string, shapes: Map<string, z.ZodType>): z.ZodType {
  const shape = shapes.get(name)
  if (!shape) throw new Error(`docs/statuspage.md describes no ${name}`)
  return shape
}

const values: Record<string, z.ZodType> = {
  id: z.string().regex(/^[a-z0-9]{12}$/),
  text: z.string(),
  address: z.url(),
  time: z.iso.datetime({ precision: 3 }),
  date: z.iso.date(),
  number: z.int(),
  boolean: z.boolean(),
  null: z.null(),
}
