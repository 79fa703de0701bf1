import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { publicRights } from '../audiences/rights.ts'
import { visible } from '../audiences/visible.ts'
import { folderOf, type Listed } from '../publishing/directory.ts'
import { documentsOf, type Edition } from '../publishing/documents.ts'
import { openSite } from '../publishing/site/site.ts'
import type { Whole } from '../publishing/snapshot.ts'
import { incidentOf, type Said } from './entry.ts'
import { placeOfSaid, waitingSaid } from './journal.ts'
import { asShown, type Machine } from './say.ts'
import { markedView } from './with-said.ts'

/** True as soon as a running Upfront has the post in its published files, so that readers have it. */
export async function isShown(dataDir: string, listed: Listed, said: Said, within: number): Promise<boolean> {
  return becomes(() => isPublished(dataDir, listed, said), within)
}

export const isGone = (dataDir: string, listed: Listed, said: Said, within: number): Promise<boolean> =>
  becomes(async () => !(await isPublished(dataDir, listed, said)), within)

async function isPublished(dataDir: string, listed: Listed, said: Said): Promise<boolean> {
  const file = join(folderOf(dataDir, listed), 'incidents', `${incidentOf(said)}.html`)
  return (await readFile(file, 'utf8').catch(() => '')).includes(`id="post-${said.id}"`)
}

/** Whether it is about something that only some may see: then no file ever has it, and Upfront alone shows it. */
export async function isForSome({ dataDir, now }: Machine, listed: Listed, said: Said): Promise<boolean> {
  const whole = await asShown(dataDir, listed, now())
  const shows = (incidents: Whole['incidents']) =>
    incidents.some(({ updates }) => updates.some(({ id }) => id === said.id))
  return whole !== null && shows(whole.incidents) && !shows(visible(whole, publicRights).incidents)
}

/** True as soon as the database has it. */
export const isTaken = (dataDir: string, id: string, within: number) =>
  becomes(async () => (await placeOfSaid(dataDir, id)) === 'taken', within)

/** `within` milliseconds. */
async function becomes(so: () => Promise<boolean>, within: number): Promise<boolean> {
  const last = performance.now() + within
  for (;;) {
    if (await so()) return true
    if (performance.now() > last) return false
    await wait(25)
  }
}

/**
 * Marks the published files where no Upfront does it, for a web server that serves them. One that was only slow writes the
 * same again. False where nothing was kept to render them from.
 */
export async function markFiles(machine: Machine, listed: Listed, edition: Edition): Promise<boolean> {
  const { dataDir, random } = machine
  const whole = await asShown(dataDir, listed, machine.now())
  if (!whole) return false
  const snapshot = markedView(visible(whole, publicRights), await waitingSaid(dataDir))
  const site = await openSite({ slug: listed.slug, folder: folderOf(dataDir, listed), random })
  await site.publish(documentsOf(snapshot, edition), snapshot.version)
  await site.settled()
  return true
}
