import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after } from 'node:test'
import { newFolder, removeFolder } from './folder.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const binary = '/usr/sbin/postfix'

/** Why Postfix cannot be run here; null where it can. */
export const noPostfix = !existsSync(binary)
  ? `${binary} is missing: apt-get install postfix`
  : process.getuid?.() === 0
    ? null
    : 'Postfix starts as root alone'

export type Postfix = {
  url: string
  /** The mails that this mailbox holds, whole. */
  mailbox: (name: string) => Promise<string[]>
}

/**
 * The real Postfix on loopback, in a folder of its own: it takes mail for `domain`, delivers to the mailboxes it knows,
 * and sends what it cannot deliver to `bounces`. To nobody else.
 */
export async function startPostfix(wanted: {
  domain: string
  mailboxes: string[]
  bounces: { domain: string; port: number }
}): Promise<Postfix> {
  const folder = await newFolder()
  const port = await freePort()
  for (const name of ['conf', 'queue', 'data', 'mail']) await mkdir(join(folder, name))
  await chmod(join(folder, 'mail'), 0o777)
  await writeFile(join(folder, 'conf/main.cf'), mainOf(folder, wanted))
  await writeFile(join(folder, 'conf/master.cf'), masterOf(port))
  const conf = join(folder, 'conf')
  const owned = spawn('/bin/chown', ['postfix', join(folder, 'data')])
  await once(owned, 'exit')
  const child = spawn(binary, ['-c', conf, 'start-fg'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = once(child, 'exit')
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  after(async () => {
    await once(spawn(binary, ['-c', conf, 'stop'], { stdio: 'ignore' }), 'exit')
    child.kill('SIGTERM')
    await gone
    await removeFolder(folder)
  })
  await until(() => {
    if (child.exitCode !== null) throw new Error(`Postfix ended: ${said}`)
    return answers(port)
  })
  const mailbox = async (name: string) => {
    const files = await readdir(join(folder, 'mail', name, 'new')).catch(() => [])
    return Promise.all(files.map((file) => readFile(join(folder, 'mail', name, 'new', file), 'latin1')))
  }
  return { url: `smtp://127.0.0.1:${port}`, mailbox }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (good: boolean) => {
      socket.destroy()
      resolve(good)
    }
    socket.once('data', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** An address that it does not know is taken first and comes back later: as behind a relay. */
const mainOf = (
  folder: string,
  { domain, mailboxes, bounces }: { domain: string; mailboxes: string[]; bounces: { domain: string; port: number } },
) => `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
myhostname = mx.${domain}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_reject_unlisted_recipient = no
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_tls_security_level = none
smtpd_tls_security_level = none
virtual_mailbox_domains = ${domain}
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = inline:{ ${mailboxes.map((name) => `{ ${name}@${domain} = ${name}/ }`).join(', ')} }
virtual_minimum_uid = 100
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_alias_maps =
alias_maps =
notify_classes =
default_transport = error:this server sends nowhere else
transport_maps = inline:{ { ${bounces.domain} = smtp:[127.0.0.1]:${bounces.port} } }
`

const masterOf = (port: number) => `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`
