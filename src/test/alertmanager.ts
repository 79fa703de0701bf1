import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from 'node:test'
import { newFolder, removeFolder } from './folder.ts'
import { until } from './until.ts'

const binary = '/usr/bin/prometheus-alertmanager'

/** Why the real Alertmanager cannot be run here; null where it can. */
export const noAlertmanager = existsSync(binary)
  ? null
  : `${binary} is missing: apt-get install prometheus-alertmanager`

/** The real Alertmanager on loopback, sending all it is told to one webhook. Its address. */
export async function startAlertmanager(webhook: string): Promise<string> {
  const folder = await newFolder()
  const config = join(folder, 'alertmanager.json')
  await writeFile(config, JSON.stringify(configuration(webhook)))
  const child = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
      '--cluster.listen-address=',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const gone = once(child, 'exit')
  after(async () => {
    child.kill('SIGKILL')
    await gone
    await removeFolder(folder)
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  const line = await until(() => /msg="Listening on" address=(\S+)/.exec(said))
  return `http://${line[1]}`
}

/** YAML holds JSON. Everything at once, and a group told again a second after it changed. */
const configuration = (url: string) => ({
  route: {
    receiver: 'upfront',
    group_by: ['alertname'],
    group_wait: '0s',
    group_interval: '1s',
    repeat_interval: '2s',
  },
  receivers: [{ name: 'upfront', webhook_configs: [{ url, send_resolved: true }] }],
})
