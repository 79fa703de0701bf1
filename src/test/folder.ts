import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A folder of this test file's own, gone when the file ends. */
export async function testFolder(): Promise<string> {
  const folder = await newFolder()
  after(() => removeFolder(folder))
  return folder
}

/** A new folder, whose name says whose it is. Other users may pass through it, as the database's must. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `upfront-test-${process.pid}-`))
  await chmod(folder, 0o711)
  return folder
}

/** What still writes there is outwaited. */
export const removeFolder = (folder: string) =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
