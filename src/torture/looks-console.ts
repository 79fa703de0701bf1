import type { Browser } from 'playwright-core'
import { accountKinds } from '../channel-accounts/kinds.ts'
import { testBrowser } from '../test/browser.ts'
import { channelsWorld } from '../test/channels-world.ts'
import { serveConsole } from '../test/console.ts'
import { consoleScreens } from '../test/console-screens.ts'
import { consoleWorld, signedIn } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { bringAxe, look, openSignedIn, unfold } from '../test/look.ts'
import type { AnyRoute } from '../web/route.ts'
import { worldKinds } from '../world-channels/find.ts'

/**
 * Each screen of the console that there is once for a kind of channel and each for setting up, at 320 and 1280 px, light
 * and dark, before axe; and the lists where there is nothing yet.
 */
export async function lookAtConsole(routes: readonly AnyRoute[], print: (line: string) => void) {
  const database = await testDatabase()
  const browser = await testBrowser()
  const { ctx, clock } = await testContext(database, { seed: 'looks' })
  const { page } = await consoleWorld(ctx, clock)
  await signedIn(ctx, 'alice')
  const { accounts, people, voices } = await channelsWorld(ctx, page)
  const world = `/settings/pages/${page}/world`
  const filled = await lookAt(browser, await serveConsole(ctx, routes), [
    ...['/channels', '/channels/new', '/subscribers', `/settings/pages/${page}/channels`, world],
    ...accountKinds().map(({ kind }) => `/channels/new/${kind}`),
    ...[...accounts.values()].flatMap((id) => [`/channels/${id}`, `/channels/${id}/edit`]),
    ...[...people].flatMap(([medium, id]) => [`/subscribers/new?channel=${medium}`, `/subscribers/${id}`]),
    ...worldKinds().map(({ medium }) => `${world}/new/${medium}`),
    ...[...voices.values()].map((id) => `${world}/${id}`),
  ])
  print(`${filled.looked} screens of channels looked at, ${filled.wrong.length} wrong`)
  const { ctx: whole, clock: later } = await testContext(await testDatabase(), { seed: 'screens' })
  const { screens } = await consoleScreens(whole, later)
  const others = await lookAt(browser, await serveConsole(whole, routes), Object.values(screens))
  print(`${others.looked} screens for setting up looked at, ${others.wrong.length} wrong`)
  const { ctx: nothing } = await testContext(database, { seed: 'nothing' })
  const lists = ['/channels', '/subscribers', '/subscribers/imports', '/deliveries', '/replies']
  const empty = await lookAt(browser, await serveConsole(nothing, routes), lists)
  print(`${empty.looked} lists of nothing looked at, ${empty.wrong.length} wrong`)
  const all = [filled, others, empty]
  return { looked: all.reduce((sum, { looked }) => sum + looked, 0), wrong: all.flatMap(({ wrong }) => wrong) }
}

async function lookAt(browser: Browser, origin: string, paths: readonly string[]) {
  const { page, wrong } = await openSignedIn(browser, origin)
  await bringAxe(page)
  for (const path of paths) {
    const response = await page.goto(`${origin}/console${path}`)
    if (response?.status() !== 200) wrong.push(`${path} answers ${response?.status()}`)
    await unfold(page)
    wrong.push(...(await look(page, path, { everywhere: true, narrow: 320 })))
  }
  await page.context().close()
  return { looked: paths.length, wrong }
}
