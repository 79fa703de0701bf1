import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { after } from 'node:test'
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
  after(() => context.close())
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

type Found = { violations: { id: string; html: string }[]; over: number; fine: string[] }

type Pass = { wide: boolean; colorScheme: 'light' | 'dark'; whole: boolean }

/** What is built is the same in each size and scheme: all rules are asked once, colours and what the finger meets each time. */
const passes: Pass[] = [
  { wide: false, colorScheme: 'dark', whole: false },
  { wide: true, colorScheme: 'light', whole: true },
]
const everyPass: Pass[] = [
  ...passes,
  { wide: false, colorScheme: 'light', whole: false },
  { wide: true, colorScheme: 'dark', whole: false },
]

/** Paints of text and kinds of targets that axe has passed, for each browser: they need no look on the next screen. */
const fineIn = new WeakMap<object, Set<string>>()

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
  const browser = page.context().browser() ?? page
  const fine = fineIn.get(browser) ?? new Set()
  fineIn.set(browser, fine)
  const found: string[] = []
  for (const { wide, colorScheme, whole } of everywhere || shots ? everyPass : passes) {
    const width = wide ? 1280 : narrow
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const result = await page.evaluate<Found>(lookedAt(whole && !dressed, fine))
    for (const one of result.fine) fine.add(one)
    found.push(...result.violations.map(({ id, html }) => `${name} ${width} ${colorScheme} ${id}: ${html}`))
    if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    if (result.over > 0) found.push(`${name} is ${result.over} px too wide at ${width}`)
  }
  return found
}

/** Only what is wrong, without what no rule of ours needs: style sheets read again, and half a second for each frame without axe. */
const quick = {
  resultTypes: ['violations', 'incomplete'],
  elementRef: true,
  preload: false,
  iframes: false,
  selectors: false,
}

const lookedAt = (whole: boolean, fine: Set<string>) => `(async () => {
  ${paints}
  ${targets}
  const known = new Set(${JSON.stringify([...fine])})
  const shown = within(document.body).filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  const text = new Map(shown.filter(hasText).map((one) => [one, paint(one)]))
  const asked = new Set([...text.values(), ...doubtful(shown)].filter((one) => !known.has(one)))
  const colours = [...text.values()].some((one) => asked.has(one))
  const sizes = asked.size > 0 && [...asked].some((one) => one.startsWith('target '))
  const rules = { 'color-contrast': { enabled: colours }, 'target-size': { enabled: sizes } }
  const runOnly = Object.keys(rules).filter((id) => rules[id].enabled)
  const excess = document.documentElement.scrollWidth - innerWidth
  if (${!whole} && runOnly.length === 0) return { violations: [], fine: [], over: excess }
  const times = new Map()
  const rule = axe._audit.rules.find(({ id }) => id === 'color-contrast')
  const matches = (rule.matchesAll ??= rule.matches)
  rule.matches = (one, ...more) => {
    const its = text.get(one)
    if (!asked.has(its) || (times.get(its) >= 2 && !its.includes('laid over')) || !matches(one, ...more)) return false
    times.set(its, (times.get(its) ?? 0) + 1)
    return true
  }
  // Axe writes the HTML of all that it looks at: we do, of what is wrong.
  axe.configure({ noHtml: true })
  const { violations, incomplete } = await axe.run(document, { ...${JSON.stringify(quick)}, ...(${whole} ? { rules } : { runOnly }) })
  for (const { id, nodes } of [...violations, ...incomplete]) {
    if (id === 'color-contrast') for (const { element } of nodes) asked.delete(text.get(element))
    if (id === 'target-size') for (const one of asked) if (one.startsWith('target ')) asked.delete(one)
  }
  return {
    violations: violations.map(({ id, nodes }) => ({ id, html: nodes[0]?.element.outerHTML.slice(0, 300) })),
    fine: [...asked].filter((one) => !one.includes('laid over')),
    over: excess,
  }
})()`

/**
 * Whether text is readable depends on its colour and size and on all that is painted behind it, down to the first ground that
 * lets nothing through: of each paint two texts are measured, and none where axe has passed it before. What is laid over
 * something else, and not on a ground of its own, may have anything behind it: always measured.
 */
const paints = `
  const within = (root) => [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])])
  const above = (one) => one.assignedSlot ?? one.parentElement ?? one.getRootNode().host ?? null
  const inside = (inner, outer) => {
    const [a, b] = [inner, outer].map((one) => one.getBoundingClientRect())
    return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom
  }
  const grounds = new Map([[null, { text: '', faded: false, on: null }]])
  const ground = (one) => {
    if (!grounds.has(one)) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(one)
      const below = ground(above(one))
      const faded = below.faded || opacity !== '1'
      const closed = /^rgb\\(/.test(backgroundColor) && backgroundImage === 'none' && !faded
      const laid = /absolute|fixed|sticky/.test(position) && (faded || !below.on || !inside(one, below.on)) ? ' laid over' : ''
      const own = backgroundColor + ' ' + backgroundImage + ' ' + opacity + laid
      const text = closed ? backgroundColor : below.text + (own === 'rgba(0, 0, 0, 0) none 1' ? '' : '; ' + own)
      grounds.set(one, { text, faded, on: closed ? one : below.on })
    }
    return grounds.get(one)
  }
  const paint = (one) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one)
    const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.67 : 24)
    return [color, large ? 'large' : 'small', textShadow, ground(one).text].join(' ')
  }
  const hasText = (one) =>
    one.matches('input, select, textarea') || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
`

/**
 * What the finger may not meet: a small target less than 24 px from the next one, and targets that lie over each other where
 * they do not scroll apart. Axe knows the exceptions; it is asked once for each kind in its place.
 */
const targets = `
  const kind = (one) => (one ? one.localName + '.' + one.classList + (one.type ?? '') : '')
  const stays = (one) => one !== null && (/fixed|sticky/.test(getComputedStyle(one).position) || stays(above(one)))
  const places = (shown) =>
    shown
      .filter((one) => one.matches('a[href], button, input, select, textarea, summary, [tabindex="0"], [role=button], [role=link], [role=tab], [role=option]'))
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1)
      .map(({ one, box }) => ({ one, box, small: box.width < 24 || box.height < 24, stays: stays(one) }))
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2]
  const tight = (a, b) => {
    const [[x, y], [u, v]] = [middle(a.box), middle(b.box)]
    if (b.small && Math.hypot(x - u, y - v) < 24) return true
    const { left, right, top, bottom } = b.box
    return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) < 12
  }
  const over = (a, b) =>
    a.stays === b.stays && a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 &&
    a.box.top < b.box.bottom - 1 && b.box.top < a.box.bottom - 1
  const doubtful = (shown) => {
    const all = places(shown)
    const shape = (a, b) => ['target', innerWidth, kind(a.one), kind(above(a.one)), 'at', kind(b.one), kind(above(b.one))].join(' ')
    return all.flatMap((a) =>
      all.filter((b) => a.one !== b.one && !a.one.contains(b.one) && !b.one.contains(a.one))
        .filter((b) => over(a, b) || (a.small && tight(a, b))).map((b) => shape(a, b)))
  }
`
