import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { fileOf } from '../publishing/site/files.ts'
import { readManifest } from '../publishing/site/manifest.ts'
import { openSite } from '../publishing/site/site.ts'
import { newFolder, removeFolder } from '../test/folder.ts'
import { documentsOf, versionIn } from './publish-documents.ts'
import { type Dice, dice, type Torture } from './stage.ts'

export type Published = { kills: number; versions: number; files: number; torn: string[]; wrong: string[] }

/**
 * Kills a process that publishes without pause at random moments. After each kill every file, in each of its forms, has to
 * be one whole version, a next process has to serve what is there, and its next publication has to leave all files of one
 * version and nothing half written.
 */
export async function killWhilePublishing({ kills, seed, print }: Torture): Promise<Published> {
  const folder = await newFolder()
  const chance = dice(`${seed} publish`)
  const result: Published = { kills: 0, versions: 0, files: 0, torn: [], wrong: [] }
  try {
    while (result.kills < kills) {
      // The second one lives until all files have been written once: from then on there is something to look at.
      result.versions = await publishUntilKilled(folder, chance, result.kills === 1 ? 4 : 1)
      result.kills++
      result.files += await lookAtFiles(folder, result.torn)
      if (result.kills % 5 === 0) await goOn(folder, result)
      if (result.kills % 20 === 0) print(`${result.kills} kills, ${result.versions} versions, ${result.files} files`)
    }
    return result
  } finally {
    await removeFolder(folder)
  }
}

/** The last version that it said it had published. */
async function publishUntilKilled(folder: string, chance: Dice, versions: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'publish-loop.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  while (child.exitCode === null && said.split('\n').length <= versions)
    await Promise.race([once(child.stdout, 'data'), gone])
  await chance.pause(0, 250)
  if (child.exitCode !== null) throw new Error(`the publishing process ended with ${child.exitCode}`)
  child.kill('SIGKILL')
  await gone
  return Number(said.trim().split('\n').at(-1))
}

const forms = { '': (body: Buffer) => body, '.br': brotliDecompressSync, '.gz': gunzipSync }

/** What any web server would serve at this moment. How many files that were. */
async function lookAtFiles(folder: string, torn: string[]): Promise<number> {
  let files = 0
  for (const one of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!one.isFile() || one.name.endsWith('.tmp') || one.name === 'manifest.json') continue
    files++
    const file = join(one.parentPath, one.name)
    const form = one.name.endsWith('.br') ? '.br' : one.name.endsWith('.gz') ? '.gz' : ''
    if (!isWhole(await readFile(file), form)) torn.push(file)
  }
  return files
}

function isWhole(body: Buffer, form: keyof typeof forms): boolean {
  try {
    return versionIn(forms[form](body).toString('utf8')) !== null
  } catch {
    return false
  }
}

/** The next process: it serves what is there, and what it publishes is complete. */
async function goOn(folder: string, { wrong }: Published) {
  const site = await openSite({ slug: 'torture', folder, random: randomBytes })
  // Killed before its very first publication was complete, it has nothing yet.
  const served = versionIn((await site.find('/'))?.bodies.plain.toString('utf8') ?? '')
  if (site.version() > 0 && served === null) wrong.push('nothing is served')
  const version = site.version() + 1
  await site.publish(documentsOf(version), version)
  await site.settled()
  const left = await readdir(folder, { recursive: true })
  wrong.push(...left.filter((name) => name.endsWith('.tmp')).map((name) => `left behind: ${name}`))
  const manifest = await readManifest(folder)
  if (manifest?.version !== version) wrong.push(`manifest of version ${manifest?.version}, not ${version}`)
  for (const path of Object.keys(manifest?.documents ?? {}))
    for (const [suffix, open] of Object.entries(forms)) {
      const found = versionIn(open(await readFile(join(folder, fileOf(path)) + suffix)).toString('utf8'))
      if (found !== version) wrong.push(`${path}${suffix}: version ${found}, not ${version}`)
    }
}
