import { z } from '../../lib/zod.ts'
import type { Target } from './target.ts'

/** What a target has of one page, by key: our hash of the content, and the target's mark for it. */
const shelf = z.strictObject({
  page: z.string(),
  version: z.number(),
  items: z.record(z.string(), z.tuple([z.string(), z.string()])),
})
export type Shelf = z.infer<typeof shelf>

const folder = '.upfront/'
const keyOf = (page: string) => `${folder}${page.replaceAll(/[^a-z0-9]/gi, '')}.json`

/** Kept beside the files, so that any process, on any machine, knows what is there. Nothing in it is secret. */
export const writeShelf = (target: Target, kept: Shelf) =>
  target.write(keyOf(kept.page), Buffer.from(JSON.stringify(kept)), {
    contentType: 'application/json; charset=utf-8',
    cacheControl: 'no-store',
  })

/** Null where there is none, or none that can be read: then everything is written. */
export async function readShelf(target: Target, page: string): Promise<Shelf | null> {
  const found = parsed(await target.read(keyOf(page)))
  return found?.page === page ? found : null
}

export const removeShelf = (target: Target, page: string) => target.remove(keyOf(page))

/**
 * What is really there, by comparing what was noted with what the target lists. What is not as it was written has no
 * hash: it is written again, or removed.
 */
export async function inspect(target: Target): Promise<Map<string, Shelf>> {
  const there = await target.list()
  const shelves = new Map<string, Shelf>()
  for (const key of there.keys()) {
    if (!key.startsWith(folder) || !key.endsWith('.json')) continue
    const noted = parsed(await target.read(key))
    if (!noted || keyOf(noted.page) !== key) continue
    const items: Shelf['items'] = {}
    for (const [name, [hash, mark]] of Object.entries(noted.items)) {
      const found = there.get(name)
      if (found !== undefined) items[name] = [found === mark ? hash : '', found]
    }
    shelves.set(noted.page, { ...noted, items })
  }
  return shelves
}

function parsed(body: Buffer | null): Shelf | null {
  if (!body) return null
  try {
    return shelf.parse(JSON.parse(body.toString('utf8')))
  } catch {
    return null
  }
}
