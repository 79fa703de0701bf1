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

type Found = { violations: { id: string; nodes: { html: string }[] }[]; over: number; readable: string[] }

type Pass = { wide: boolean; colorScheme: 'light' | 'dark'; rules: object | null }

// Colours are looked at apart from all else. Axe leaves `target-size` of WCAG 2.2 out unless it is asked for.
const all = { rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: false } } }
const sizes = { runOnly: ['target-size'] }

/** What is built is the same in each size and scheme: all rules are asked once, and what the finger meets where it differs. */
const passes: Pass[] = [
  { wide: false, colorScheme: 'dark', rules: sizes },
  { wide: true, colorScheme: 'light', rules: all },
]
const everyPass: Pass[] = [
  ...passes,
  { wide: false, colorScheme: 'light', rules: null },
  { wide: true, colorScheme: 'dark', rules: null },
]

/** The paints on which axe has found text readable, for each page of a browser: they need no second look on the next screen. */
const readableIn = new WeakMap<Page, Set<string>>()

/** Axe is there in every page that is opened from now on: half as dear as `look` bringing it. For pages that are only looked at. */
export const bringAxe = (page: Page) => page.addInitScript(axe)

/** Unfolds all that can be seen to be folded, in one go: a click of Playwright's waits for two frames. */
export const unfold = (page: Page, folds = 'main details:not([open]) > summary') =>
  page.evaluate(
    `for (const one of document.querySelectorAll(${JSON.stringify(folds)})) if (one.checkVisibility()) one.click()`,
  )

/**
 * What axe finds, and what is too wide: narrow in the dark and wide in light, or in all four where `everywhere` is set,
 * which what frames many screens needs once; colours and sizes alone where the page is `dressed` anew and what it is built
 * of has been looked at. Size and scheme change under the page, which is not loaded again. Keeps pictures where
 * UPFRONT_SCREENSHOTS names a folder.
 */
export async function look(
  page: Page,
  name: string,
  { everywhere = false, narrow = 360, dressed = false } = {},
): Promise<string[]> {
  if (await page.evaluate('!window.axe')) await page.evaluate(axe)
  if (shots) mkdirSync(shots, { recursive: true })
  const readable = readableIn.get(page) ?? new Set()
  readableIn.set(page, readable)
  const found: string[] = []
  for (const { wide, colorScheme, rules } of everywhere || shots ? everyPass : passes) {
    const width = wide ? 1280 : narrow
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const result = await page.evaluate<Found>(lookedAt(rules && dressed ? sizes : rules, readable))
    for (const paint of result.readable) readable.add(paint)
    found.push(...result.violations.map(({ id, nodes }) => `${name} ${width} ${colorScheme} ${id}: ${nodes[0]?.html}`))
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    if (result.over > 0) found.push(`${name} is ${result.over} px too wide at ${width}`)
  }
  return found
}

/** Only what is wrong, without what no rule of ours needs: style sheets read again, and half a second for each frame without axe. */
const quick = { resultTypes: ['violations'], preload: false, iframes: false, selectors: false }
const colours = { ...quick, resultTypes: ['violations', 'passes'], elementRef: true, runOnly: ['color-contrast'] }

/**
 * Whether text is readable depends on its colour and size and on all that is painted behind it: text of a paint that axe
 * has passed is not measured again. What is laid over something else may have anything behind it: always measured.
 */
const lookedAt = (rules: object | null, readable: Set<string>) => `(async () => {
  const known = new Set(${JSON.stringify([...readable])})
  const within = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])])
  const above = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host ?? null
  const behind = new Map([[null, '']])
  const ground = (one) => {
    if (!behind.has(one)) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(one)
      const laid = /absolute|fixed|sticky/.test(position) ? ' laid over' : ''
      const own = backgroundColor + ' ' + backgroundImage + ' ' + opacity + laid
      behind.set(one, ground(above(one)) + (own === 'rgba(0, 0, 0, 0) none 1' ? '' : '; ' + own))
    }
    return behind.get(one)
  }
  const paint = (one) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one)
    return [color, fontSize, fontWeight, textShadow, ground(one)].join(' ')
  }
  const hasText = (one) =>
    one.matches('input, select, textarea') || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const include = within(document.body).filter(
    (one) => hasText(one) && one.checkVisibility() && !known.has(paint(one)),
  )
  const violations = []
  const passed = []
  const run = async (context, options) => {
    const result = await axe.run(context, options)
    for (const { id, nodes } of result.violations)
      violations.push({ id, nodes: nodes.slice(0, 1).map(({ html }) => ({ html })) })
    for (const { nodes } of result.passes) passed.push(...nodes.map(({ element }) => element).filter(Boolean).map(paint))
  }
  const rules = ${JSON.stringify(rules && { ...quick, ...rules })}
  if (rules) await run(document, rules)
  if (include.length > 0) await run({ include }, ${JSON.stringify(colours)})
  return {
    violations,
    readable: [...new Set(passed)].filter((one) => !one.includes('laid over')),
    over: document.documentElement.scrollWidth - innerWidth,
  }
})()`
