import { after } from 'node:test'
import { type Browser, chromium } from 'playwright-core'

/** One Chromium for this test file, closed when the file ends. It asks nothing of anybody but the pages under test. */
export async function testBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium'
  const browser = await chromium.launch({ executablePath, args: flags })
  after(() => browser.close())
  return browser
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
