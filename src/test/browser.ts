import { after } from 'node:test'
import { type Browser, chromium } from 'playwright-core'

/**
 * A browser for this test file, whose contexts are gone when the file ends. `npm test` has one Chromium for all files; a file
 * that is run by itself starts one. It asks nothing of anybody but the pages under test. The one of `npm test` may have no
 * windows and no notifications: who needs those wants a `whole` one of its own.
 */
export async function testBrowser({ whole = false } = {}): Promise<Browser> {
  const { UPFRONT_TEST_BROWSER: address, CHROME_PATH: executablePath = '/usr/bin/chromium' } = process.env
  const browser =
    address && !whole ? await chromium.connect(address) : await chromium.launch({ executablePath, args: flags })
  after(() => browser.close())
  return browser
}

/** The Chromium of a whole run. `address` is what UPFRONT_TEST_BROWSER holds for its tests. */
export async function startTestBrowser(
  executablePath: string,
): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = await chromium.launchServer({ executablePath, args: flags, host: '127.0.0.1', handleSIGINT: false })
  return { address: server.wsEndpoint(), stop: () => server.close() }
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Pages live for moments: what the optimizing compilers make of their scripts comes too late to pay.
  '--js-flags=--no-opt,--no-maglev',
]
