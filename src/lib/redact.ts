/** A copy fit for a log: no secrets, no local parts of addresses, no control characters. Errors become plain objects. */
export function clean<T>(value: T): T
export function clean(value: unknown): unknown {
  return copy(value, 0)
}

const secretName = /authorization|cookie|token|secret|passw|api[-_]?key|credential|signature|private[-_]?key/i
const deepest = 6

function copy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  if (Buffer.isBuffer(value)) return `(${value.length} bytes)`
  if (depth >= deepest) return '…'
  if (value instanceof Error) return copyError(value, depth)
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1))
  if (value instanceof Map || value instanceof Set) return copy([...value], depth)
  if (value instanceof URL) return cleanText(value.href)
  if (!isPlain(value)) return `(${value.constructor?.name ?? 'object'})`
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copyField(name, item, depth)]))
}

/** Sockets, clients and the like hang on errors: thousands of fields that help nobody. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

function copyField(name: string, value: unknown, depth: number): unknown {
  const plain = typeof value === 'boolean' || typeof value === 'number' || value === null || value === undefined
  return secretName.test(name) && !plain ? '…' : copy(value, depth + 1)
}

function copyError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error
  const own = Object.fromEntries(Object.entries(error).map(([key, item]) => [key, copyField(key, item, depth)]))
  const fields = { ...own, type: name, message: cleanText(message), stack: cleanText(stack ?? '') }
  return cause === undefined ? fields : { ...fields, cause: copy(cause, depth + 1) }
}

/** Lines become one; addresses, URLs with a password, bearer tokens and long random texts lose what is secret. */
export function cleanText(text: string): string {
  return text
    .replace(/\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?/g, '')
    .replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' | ')
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi, '$1…@')
    .replace(/\b(bearer|oauth|basic)\s+[^\s",;]+/gi, '$1 …')
    .replace(/([?&;][^=&\s"']*(?:token|secret|key|passw|sig|code)[^=&\s"']*=)[^&\s"']+/gi, '$1…')
    .replace(/(\/(?:hooks|channels)\/[a-z0-9-]+\/)[^\s/?#"']+/gi, '$1…')
    .replace(/\bwhsec_[\w+/=-]+/g, 'whsec_…')
    .replace(/\b([\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]*@(?=[\w-]+(?:\.[\w-]+)*)/g, '$1…@')
    .replace(/[\w-]{40,}/g, '…')
}
