import type { Message } from './channel.ts'
import { dressed, linkLine, stacked } from './dress.ts'
import { lengthOf } from './fit.ts'

/** What people read of a message in a chat, without marks: for previews and the ledger. */
export const previewOf = (message: Message, max: number, unit: 'characters' | 'bytes' = 'characters'): string =>
  dressed(
    message,
    ({ heading, body, facts, link, manage }) =>
      stacked(heading, body, facts.join('\n'), linkLine(link), manage && linkLine(manage)),
    (text) => lengthOf(text, unit) <= max,
  )
