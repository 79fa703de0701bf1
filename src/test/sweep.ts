import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePlace } from '../db/place.ts'
import { exists, readPostmaster } from '../db/postmaster.ts'
import { stopServer } from '../db/running.ts'

/** Name of a test server's folder: it says whose it is. */
export const serverFolder = () => join(tmpdir(), `upfront-server-${process.pid}-`)

/** Removes what test runs that were killed left behind, and stops the servers in it. */
export async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, owner] = /^upfront-(?:server|test)-(\d+)-/.exec(name) ?? []
    if (!owner || exists(Number(owner))) continue
    await sweepFolder(join(tmpdir(), name)).catch(unlessGone)
  }
}

async function sweepFolder(folder: string) {
  const place = await choosePlace(join(folder, 'data'))
  const left = await readPostmaster(place.cluster)
  if (left) await stopServer(place, left.pid)
  const sockets = [left?.socketFolder ?? ''].filter((path) => /\/upfront-\w{6}$/.test(path))
  for (const path of [...sockets, place.folder, folder]) await rm(path, { recursive: true, force: true })
}

/** Another run sweeps the same at this moment, or something in it is still mounted: then a later one removes it. */
function unlessGone(error: unknown) {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== 'ENOENT' && code !== 'EBUSY') throw error
}
