import { isUnavailable } from '../db/unavailable.ts'
import { didYouMean } from '../lib/nearest.ts'

/** What went wrong, for who typed the command: system calls and their codes mean nothing to them. */
export function inWords(error: unknown, { databaseUrl }: { databaseUrl: string | null }): string {
  const { code, path, syscall, message } = error as NodeJS.ErrnoException
  if (path && syscall !== 'connect') {
    if (code === 'ENOENT') return `there is no ${path}`
    if (code === 'EACCES' || code === 'EPERM') return `${path} is closed to this user`
    if (code === 'EISDIR') return `${path} is a folder; expected a file`
  }
  return databaseUrl !== null && isUnavailable(error)
    ? `the database that DATABASE_URL names does not answer: ${message || code}`
    : message
}

/** What node:util says of an argument that is not the command's, in our words. */
export function wrongOption(message: string, known: readonly string[]): string {
  const option = /^Unknown option '-+([^']+)'/.exec(message)?.[1]
  if (option === undefined) return message.replace(/ <value>|\.$/g, '')
  return `there is no option --${option}${didYouMean(option, known).replace(/"(.+)"/, '--$1') || ''}`
}
