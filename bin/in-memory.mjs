import { readFileSync, statfsSync } from 'node:fs'

const folder = '/dev/shm'
const gigabyte = 2 ** 30

/**
 * From here on what is temporary lies in memory, here and in all that is started: tests make and remove whole databases, a
 * thousand small files each, which cost a disk's file system several times as much of the processor. Linux alone, where
 * nobody has named another folder, memory and the folder have room, and programs may be run from there.
 */
export function temporaryInMemory() {
  if (process.env.TMPDIR || process.platform !== 'linux' || process.availableMemory() < 4 * gigabyte) return
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
  const [, , type, options = ''] = mounted.findLast(([, where]) => where === folder) ?? []
  if (type !== 'tmpfs' || /\b(ro|noexec)\b/.test(options)) return
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= 2 * gigabyte) process.env.TMPDIR = folder
}
