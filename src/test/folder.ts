import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'

/** A folder of this test file's own, gone when the file ends. Other users may pass through it, as the database's must. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'upfront-test-'))
  await chmod(folder, 0o711)
  after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
