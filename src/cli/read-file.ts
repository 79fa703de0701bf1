import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { environment } from '../config.ts'
import type { File } from '../configuration/apply.ts'
import { WrongConfiguration } from '../configuration/mistake.ts'

/** A configuration file as it was named on the command line. */
export async function readFileNamed(name: string): Promise<File> {
  const bytes = await readFile(name).catch((error) => {
    throw error.code === 'EISDIR' ? new Error(`${name} is a folder; expected a file`) : error
  })
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), environment, read: readBeside(name) }
  } catch {
    throw new Error(`${name}:1:1 expected UTF-8 text`)
  }
}

/** Files that it names by a path relative to itself. */
export const readBeside = (name: string) => (path: string) => readFile(resolve(dirname(name), path))

/** Runs it; mistakes in the file become lines of their own below a sentence that says what that means. */
export async function explainMistakes<T>(file: File, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof WrongConfiguration)) throw error
    const count = error.mistakes.length
    throw new Error(
      `${file.name} has ${count === 1 ? 'a mistake' : `${count} mistakes`}; nothing is changed.\n${error.message}`,
    )
  }
}
