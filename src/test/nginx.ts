import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after } from 'node:test'
import { read } from './code.ts'
import { newFolder, removeFolder } from './folder.ts'
import { until } from './until.ts'

const binary = '/usr/sbin/nginx'

/** Why nginx cannot be run here; null where it can. */
export const noNginx = existsSync(binary) ? null : `${binary} is missing: apt-get install nginx-light`

/**
 * The real nginx on loopback and without TLS: with deploy/nginx.conf before Upfront, or with deploy/nginx-static.conf over
 * a folder of published files, changed as an operator would. Its address.
 */
export async function startNginx(
  what: { url: string; dataDir: string } | { root: string; change?: (shipped: string) => string },
): Promise<string> {
  const folder = await newFolder()
  const port = await freePort()
  const site =
    'root' in what
      ? (what.change ?? same)(alone(read('deploy/nginx-static.conf'), port, what.root))
      : here(read('deploy/nginx.conf'), port, what)
  await writeFile(join(folder, 'nginx.conf'), around(folder, site))
  const child = spawn(binary, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = once(child, 'exit')
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  after(async () => {
    child.kill('SIGTERM')
    await gone
    await removeFolder(folder)
  })
  const url = `http://127.0.0.1:${port}`
  await until(() => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`)
    return fetch(url).then(
      () => true,
      () => false,
    )
  })
  return url
}

const same = (shipped: string) => shipped

/** The shipped file, with the lines that are the operator's own. */
const here = (shipped: string, port: number, { url, dataDir }: { url: string; dataDir: string }) =>
  shipped
    .replace('server 127.0.0.1:3000;', `server ${new URL(url).host};`)
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
    .replace(/server \{\s+listen 80;[^}]*\}/, '')
    .replaceAll(/^ *ssl_.*$/gm, '')
    .replaceAll('server_name status.acme.example;', 'server_name _;')
    .replace('root /var/lib/upfront/published;', `root ${join(dataDir, 'published')};`)

const alone = (shipped: string, port: number, root: string) =>
  shipped
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('server_name status.acme.example;', 'server_name _;')
    .replace('root /mnt/status;', `root ${root};`)

const around = (folder: string, site: string) => `
daemon off;
${process.getuid?.() === 0 ? 'user nobody nogroup;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 256; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${site}
}
`

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
