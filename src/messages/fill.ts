import { oneLine, substituteInMarkdown } from '../lib/literal.ts'
import { substitute, type Values } from '../lib/substitute.ts'

/**
 * One text of a message with its values. A title is plain text and one line. A body is Markdown, where values stay
 * literal: they come from monitoring systems. Our own address of the page alone may become a link.
 */
export const fill = (text: string, part: string, values: Values): string =>
  part === 'title' ? substitute(text, values) : substituteInMarkdown(text, values, ['page.url'])

/** A short form: plain text. */
export const fillShort = (text: string, values: Values): string => substitute(text, values, oneLine).trim()
