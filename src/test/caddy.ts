import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from 'node:test'
import { read } from './code.ts'
import { newFolder, removeFolder } from './folder.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const binary = '/usr/bin/caddy'

/** Why Caddy cannot be run here; null where it can. */
export const noCaddy = existsSync(binary) ? null : `${binary} is missing: apt-get install caddy`

export type Caddy = { port: number; root: () => Promise<string> }

/**
 * The real Caddy with deploy/Caddyfile on loopback. Instead of a public authority it signs by itself; `root` is the
 * certificate that it signs with.
 */
export async function startCaddy(upfront: { url: string; dataDir: string }): Promise<Caddy> {
  const folder = await newFolder()
  const port = await freePort()
  await writeFile(join(folder, 'Caddyfile'), here(read('deploy/Caddyfile'), port, upfront))
  const child = spawn(binary, ['run', '--config', 'Caddyfile', '--adapter', 'caddyfile'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/bin:/bin', HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  })
  const gone = once(child, 'exit')
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  after(async () => {
    child.kill('SIGTERM')
    await gone
    await removeFolder(folder)
  })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`caddy ended: ${said}`)
    return said.includes('serving initial configuration')
  })
  const path = join(folder, 'caddy/pki/authorities/local/root.crt')
  return { port, root: () => readFile(path, 'utf8') }
}

/** The shipped file, with the lines that are the operator's own, and no port of the machine's. */
const here = (shipped: string, port: number, { url, dataDir }: { url: string; dataDir: string }) =>
  shipped
    .replaceAll('127.0.0.1:3000', new URL(url).host)
    .replace(/^\{$/m, '{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tauto_https disable_redirects')
    .replace('https:// {', `https://:${port} {\n\tbind 127.0.0.1`)
    .replace('/var/lib/upfront/published', join(dataDir, 'published'))
