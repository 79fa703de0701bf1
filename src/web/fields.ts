import { z } from '../lib/zod.ts'

/** A check box: true when ticked. */
export const ticked = z
  .string()
  .optional()
  .transform((value) => value !== undefined)

/** Check boxes or a list with one name: none, one or several values. */
export const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]), z.array(item))

/** A text that may be left empty; then it is null. */
export const optionalText = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .optional()
    .transform((value) => value || null)
