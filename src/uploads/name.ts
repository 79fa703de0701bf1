const longest = 60

/**
 * What a page calls a file, from what the sender called it: the last part of a path, in small letters, digits, dots and
 * lines, with the ending of what it really is. It is a label, never a path.
 */
export function nameFrom(called: string, ending: string): string {
  const last = called.split(/[\\/]/).at(-1) ?? ''
  const stem = last.replace(/\.[^.]*$/, '')
  const plain = stem
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^[^a-z0-9]+|-+$/g, '')
  return `${plain || 'file'}.${ending}`
}
