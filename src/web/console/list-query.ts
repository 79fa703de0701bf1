import { z } from '../../lib/zod.ts'
import { listQuery } from '../paging.ts'

const some = z.string().trim().max(200).optional()

/** The query of a list in the console: search (`q`), the page that was chosen, paging, and the list's own filters. */
export const consoleQuery = <Filters extends z.core.$ZodLooseShape>(filters: Filters) =>
  listQuery({ q: some, page: some, ...filters }).loose()

/** A filter by one of some words; what is none of them filters nothing, so that an old link still opens. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words).optional().catch(undefined)
