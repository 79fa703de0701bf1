import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = process.env.UPFRONT_SCREENSHOTS

/** A browser's page in which somebody is signed in, and what went wrong in it: script errors, requests to anywhere else. */
export async function openSignedIn(
  browser: Browser,
  origin: string,
  { role = 'owner', ...options }: BrowserContextOptions & { role?: string } = {},
): Promise<{ page: Page; wrong: string[] }> {
  const context = await browser.newContext(options)
  await context.addCookies([{ name: 'upfront', value: role, url: origin }])
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) wrong.push(`asked for ${request.url()}`)
  })
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on(
    'console',
    (message) => message.type() === 'error' && !/4\d\d/.test(message.text()) && wrong.push(message.text()),
  )
  return { page, wrong }
}

type Found = { violations: { id: string; nodes: { html: string }[] }[] }

/** All rules once, what a finger must meet also where screens are narrow, and contrast everywhere. */
function asked(width: number, colorScheme: 'light' | 'dark') {
  const resultTypes = ['violations']
  if (colorScheme === 'dark') return { resultTypes, runOnly: ['color-contrast'] }
  if (width < 1280) return { resultTypes, runOnly: ['color-contrast', 'target-size'] }
  // Axe leaves this rule of WCAG 2.2 out unless it is asked for.
  return { resultTypes, rules: { 'target-size': { enabled: true } } }
}

/**
 * What axe finds, and what is too wide, narrow and wide, in light and dark. What is built is the same in each: all rules
 * are asked once, and in the others contrast. Keeps pictures where UPFRONT_SCREENSHOTS names a folder.
 */
export async function look(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe)
  if (shots) mkdirSync(shots, { recursive: true })
  const found: string[] = []
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations }: Found = await page.evaluate(`axe.run(${JSON.stringify(asked(width, colorScheme))})`)
      found.push(...violations.map(({ id, nodes }) => `${name} ${width} ${colorScheme} ${id}: ${nodes[0]?.html}`))
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    }
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    if (over > 0) found.push(`${name} is ${over} px too wide at ${width}`)
  }
  return found
}
