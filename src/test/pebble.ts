import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { after } from 'node:test'
import { generate } from 'selfsigned'
import { newFolder, removeFolder } from './folder.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const binaries = ['/usr/bin/pebble', '/usr/bin/pebble-challtestsrv']

/** Why Pebble cannot be run here; null where it can. */
export const noPebble = binaries.every((binary) => existsSync(binary))
  ? null
  : `${binaries[0]} is missing: apt-get install pebble`

export type Pebble = {
  directory: string
  /** A file with the certificate that its own https is signed with, for NODE_EXTRA_CA_CERTS. */
  ca: string
  /** The certificate that it signs with. */
  root: () => Promise<string>
}

/**
 * The real Pebble, Let's Encrypt's authority for tests, on loopback, with a name server for which every name is this machine.
 * It looks for answers at `httpPort`. It refuses one good nonce in twenty, as it always does.
 */
export async function startPebble(httpPort: number): Promise<Pebble> {
  const folder = await newFolder()
  const [port, management, dns, dnsManagement] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const names = [{ name: 'commonName', value: 'localhost' }]
  const own = await generate(names, {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  const path = (name: string) => join(folder, name)
  await writeFile(path('cert.pem'), own.cert)
  await writeFile(path('key.pem'), own.private)
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: path('cert.pem'),
    privateKey: path('key.pem'),
    httpPort,
    tlsPort: await freePort(),
    ocspResponderURL: '',
    externalAccountBindingRequired: false,
  }
  await writeFile(path('pebble.json'), JSON.stringify({ pebble }))
  const off = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', '']
  const names53 = ['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${dnsManagement}`]
  const children = [
    start('/usr/bin/pebble-challtestsrv', [...off, ...names53]),
    start('/usr/bin/pebble', ['-config', path('pebble.json'), '-dnsserver', `127.0.0.1:${dns}`]),
  ]
  after(async () => {
    await Promise.all(children.map(stop))
    await removeFolder(folder)
  })
  const get = (at: number, what: string) => read(`https://127.0.0.1:${at}${what}`, own.cert)
  await until(() => get(port, '/dir').catch(() => null))
  return {
    directory: `https://127.0.0.1:${port}/dir`,
    ca: path('cert.pem'),
    root: () => get(management, '/roots/0'),
  }
}

const start = (binary: string, args: string[]) =>
  spawn(binary, args, { stdio: 'ignore', env: { PATH: '/usr/bin:/bin', PEBBLE_VA_NOSLEEP: '1' } })

async function stop(child: ChildProcess) {
  const gone = child.exitCode === null ? once(child, 'exit') : null
  child.kill('SIGTERM')
  await gone
}

function read(url: string, ca: string): Promise<string> {
  return new Promise((done, failed) => {
    request(url, { ca }, async (res) => done(Buffer.concat(await res.toArray()).toString()))
      .on('error', failed)
      .end()
  })
}
