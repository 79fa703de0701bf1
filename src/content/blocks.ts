import { Key } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

/** What the front of a page is made of. Free texts are blocks too: `text:<key>`. */
export const blockNames = [
  'announcement',
  'state',
  'incidents',
  'planned',
  'components',
  'uptime',
  'metrics',
  'past',
  'faq',
  'contact',
  'social',
  'search',
] as const
export type BlockName = (typeof blockNames)[number]

export type Block = BlockName | `text:${string}`

/** As a page comes. Uptime stands below each component, and there is no search, unless somebody asks for them. */
export const usualBlocks: readonly BlockName[] = [
  'announcement',
  'state',
  'incidents',
  'planned',
  'components',
  'past',
  'faq',
  'contact',
  'social',
]

const isName = (text: string): text is BlockName => (blockNames as readonly string[]).includes(text)

export const Block = z
  .custom<Block>(
    (value) =>
      typeof value === 'string' &&
      (isName(value) || (value.startsWith('text:') && Key.safeParse(value.slice(5)).success)),
    `expected one of ${blockNames.join(', ')}, or text: and the key of a text`,
  )
  .openapi({
    type: 'string',
    description: `One of ${blockNames.join(', ')}, or text: and the key of a text.`,
    example: 'faq',
  })

export const textBlock = (key: string): Block => `text:${key}`

/** The key of the text that a block shows; null where it is another block. */
export const textKey = (block: Block): string | null => (block.startsWith('text:') ? block.slice(5) : null)
