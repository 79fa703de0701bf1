import { hash } from 'node:crypto'
import type { Document } from '../publishing/documents.ts'

/** Documents of a version, small and large, hot and cold, some of which come and go. Each can tell whether it is whole. */
export function documentsOf(version: number): Document[] {
  const documents: Document[] = []
  for (let i = 0; i < 30; i++) {
    if (i >= 25 && (version + i) % 3 === 0) continue
    const path = i === 0 ? '/' : i % 3 === 0 ? `/incidents/i${i}` : `/api/v2/d${i}.json`
    documents.push({
      path,
      contentType: 'application/json; charset=utf-8',
      kind: i % 5 === 4 ? 'cold' : 'hot',
      fingerprint: `${version} ${i}`,
      render: () => bodyOf(path, version, 200 * (1 + ((i * 7) % 40))),
    })
  }
  return documents
}

function bodyOf(path: string, version: number, lines: number): string {
  const filler = Array.from({ length: lines }, (_, line) => hash('sha1', `${path} ${version} ${line}`)).join('\n')
  return JSON.stringify({ version, path, filler, check: hash('sha256', `${version}${path}${filler}`) })
}

/** The version of a whole body; null where it is torn. */
export function versionIn(body: string): number | null {
  try {
    const { version, path, filler, check } = JSON.parse(body)
    return check === hash('sha256', `${version}${path}${filler}`) ? version : null
  } catch {
    return null
  }
}
