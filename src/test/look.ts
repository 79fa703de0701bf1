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

type Pass = { wide: boolean; colorScheme: 'light' | 'dark'; rules: object }

// Axe leaves `target-size` of WCAG 2.2 out unless it is asked for.
const all = { rules: { 'target-size': { enabled: true } } }
const seen = { runOnly: ['color-contrast', 'target-size'] }

/** What is built is the same in each size and scheme: all rules are asked once, and what the eye and the finger meet where it differs. */
const passes: Pass[] = [
  { wide: false, colorScheme: 'dark', rules: seen },
  { wide: true, colorScheme: 'light', rules: all },
]
const everyPass: Pass[] = [
  ...passes,
  { wide: false, colorScheme: 'light', rules: seen },
  { wide: true, colorScheme: 'dark', rules: seen },
]

/** Axe is there in every page that is opened from now on: half as dear as `look` bringing it. For pages that are only looked at. */
export const bringAxe = (page: Page) => page.addInitScript(axe)

/** Unfolds all that can be seen to be folded, in one go: a click of Playwright's waits for two frames. */
export const unfold = (page: Page, folds = 'main details:not([open]) > summary') =>
  page.evaluate(
    `for (const one of document.querySelectorAll(${JSON.stringify(folds)})) if (one.checkVisibility()) one.click()`,
  )

/**
 * What axe finds, and what is too wide: narrow in the dark and wide in light, or in all four where `everywhere` is set,
 * which what frames many screens needs once. Size and scheme change under the page, which is not loaded again. Keeps
 * pictures where UPFRONT_SCREENSHOTS names a folder.
 */
export async function look(page: Page, name: string, { everywhere = false, narrow = 360 } = {}): Promise<string[]> {
  if (await page.evaluate('!window.axe')) await page.evaluate(axe)
  if (shots) mkdirSync(shots, { recursive: true })
  const found: string[] = []
  for (const { wide, colorScheme, rules } of everywhere || shots ? everyPass : passes) {
    const width = wide ? 1280 : narrow
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const options = JSON.stringify({ ...quick, ...rules })
    const { violations, over } = await page.evaluate<Found & { over: number }>(
      `axe.run(${options}).then(({ violations }) => (${short}))`,
    )
    found.push(...violations.map(({ id, nodes }) => `${name} ${width} ${colorScheme} ${id}: ${nodes[0]?.html}`))
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    if (over > 0) found.push(`${name} is ${over} px too wide at ${width}`)
  }
  return found
}

/** Only what is wrong, without what no rule of ours needs: style sheets read again, and half a second for each frame without axe. */
const quick = { resultTypes: ['violations'], preload: false, iframes: false, selectors: false }
const short = `{
  violations: violations.map(({ id, nodes }) => ({ id, nodes: nodes.slice(0, 1).map(({ html }) => ({ html })) })),
  over: document.documentElement.scrollWidth - innerWidth,
}`
