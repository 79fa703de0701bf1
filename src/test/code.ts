import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** `isLate`: by `import()`, when it is first needed. */
export type Import = { path: string; isType: boolean; isLate: boolean }
export type CodeFile = { path: string; text: string; imports: Import[] }

/** Every TypeScript file below src, by its path from the root with forward slashes, and the files of ours that it imports. */
export const codeFiles = (): CodeFile[] =>
  globSync('src/**/*.ts', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return { path, text, imports: importsOf(path, text) }
    })

export const isTest = (path: string) => /\.(test|cases|fixtures)\.ts$/.test(path) || path.startsWith('src/test/')

const statement = /^(?:import|export) (type )?(?:[^'"`]*? from )?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm

function importsOf(from: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, type, named, loaded]) => ({
    path: posix.join(posix.dirname(from), named ?? loaded ?? ''),
    isType: type !== undefined,
    isLate: loaded !== undefined,
  }))
}

/** The files of a folder with an ending, by their paths from the root. */
export const filesBelow = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !dirname(path).includes('node_modules'))
    .sort()

export const read = (path: string): string => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n')
