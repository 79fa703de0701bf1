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

type Pass = { width: number; colorScheme: 'light' | 'dark'; rules: object }

// Axe leaves `target-size` of WCAG 2.2 out unless it is asked for.
const all = { rules: { 'target-size': { enabled: true } } }
const seen = { runOnly: ['color-contrast', 'target-size'] }

/** What is built is the same in each size and scheme: all rules are asked once, and what the eye and the finger meet where it differs. */
const passes: Pass[] = [
  { width: 360, colorScheme: 'dark', rules: seen },
  { width: 1280, colorScheme: 'light', rules: all },
]
const everyPass: Pass[] = [
  ...passes,
  { width: 360, colorScheme: 'light', rules: seen },
  { width: 1280, colorScheme: 'dark', rules: seen },
]

/**
 * What axe finds, and what is too wide: narrow in the dark and wide in light, or in all four where `everywhere` is set,
 * which the frame of the console needs once. Keeps pictures where UPFRONT_SCREENSHOTS names a folder.
 */
export async function look(page: Page, name: string, { everywhere = false } = {}): Promise<string[]> {
  await page.evaluate(axe)
  if (shots) mkdirSync(shots, { recursive: true })
  const found: string[] = []
  for (const { width, colorScheme, rules } of everywhere || shots ? everyPass : passes) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const options = JSON.stringify({ resultTypes: ['violations'], ...rules })
    const { violations }: Found = await page.evaluate(`axe.run(${options})`)
    found.push(...violations.map(({ id, nodes }) => `${name} ${width} ${colorScheme} ${id}: ${nodes[0]?.html}`))
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    if (over > 0) found.push(`${name} is ${over} px too wide at ${width}`)
  }
  return found
}
