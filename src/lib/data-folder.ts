import { mkdir } from 'node:fs/promises'

/**
 * Makes the data folder. Others may pass through one that root makes, since the database's user must; nobody may list
 * it, and the secrets in it have mode 0600.
 */
export async function makeDataFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
}
