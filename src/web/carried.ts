import { parse } from 'secure-json-parse'

/** What a form takes with it in a hidden field, as JSON; null where that is none. */
export function carried(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}
