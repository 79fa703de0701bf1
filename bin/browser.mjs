import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The path of a Chromium or Chrome: one that is there, else Debian's, else Playwright's. Null when none can be had. */
export async function findBrowser() {
  return installed() ?? fromDebian() ?? (await fromPlaywright())
}

/**
 * Chromium without windows, in which a page costs a quarter of what it costs in the whole one; its notifications are none.
 * Null where it cannot be had, or another was named.
 */
export function findShell() {
  const path = '/usr/bin/chromium-headless-shell'
  if (process.env.CHROME_PATH) return null
  // Debian alone has it by this name.
  const debian = existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  if (!existsSync(path) && debian) aptInstall('chromium-headless-shell')
  return works(path) ? path : null
}

export const howToInstall =
  'the browser tests need Chromium or Chrome: install one (Debian: "apt-get install chromium"), or set CHROME_PATH'

function installed() {
  return [process.env.CHROME_PATH, ...places].find((path) => path && works(path)) ?? null
}

/** Ubuntu has a file of that name which only says that a snap should be installed. Windows' opens a window: trust it. */
function works(path) {
  if (!existsSync(path)) return false
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
}

let updated = false

/** Installs a Debian package, as root and where apt-get is. False where that cannot be or did not work. */
export function aptInstall(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  console.log(`installing ${name} with apt-get`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 180_000,
    }).status === 0
  updated ||= apt('update')
  return updated && apt('install', '-y', '--no-install-recommends', name)
}

function fromDebian() {
  return aptInstall('chromium') ? installed() : null
}

async function fromPlaywright() {
  const { chromium } = await import('playwright-core')
  if (works(chromium.executablePath())) return chromium.executablePath()
  console.log("downloading Playwright's Chromium")
  const cli = new URL('../node_modules/playwright-core/cli.js', import.meta.url)
  try {
    execFileSync(process.execPath, [cli.pathname, 'install', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'] })
  } catch {
    return null
  }
  return works(chromium.executablePath()) ? chromium.executablePath() : null
}
