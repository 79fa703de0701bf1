import { Conflict } from './errors.ts'

/** Turns a violated unique constraint into a `Conflict` with these words. */
export async function unlessTaken<T>(words: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') throw new Conflict(words)
    throw error
  }
}
