import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whom a child process runs as. Null: the user who runs Node. */
export type RunAs = { uid: number; gid: number } | null

export const isRoot = () => process.getuid?.() === 0

/** `nobody`, or the number that every system gives it where no `id` can be asked (images without a shell). */
export async function nobody(): Promise<{ uid: number; gid: number }> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])])
    // macOS prints 4294967294 for -2; a child's uid is taken as a signed number.
    return { uid: Number(uid.stdout) | 0, gid: Number(gid.stdout) | 0 }
  } catch {
    return { uid: 65534, gid: 65534 }
  }
}

/**
 * Whether that user can enter a folder. Asked by entering it as that user: mode bits alone would miss access lists,
 * and `access(2)` ignores capabilities for a real uid other than 0.
 */
export async function canEnter(runAs: RunAs, folder: string): Promise<boolean> {
  if (runAs === null) return true
  return succeeds('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], runAs)
}

export async function succeeds(file: string, args: string[], runAs: RunAs): Promise<boolean> {
  try {
    await run(file, args, { ...runAs, cwd: '/', timeout: 10_000 })
    return true
  } catch {
    return false
  }
}
