import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createAccounts } from '../../accounts/accounts.ts'
import { allRoutes } from '../../routes.ts'
import { testConsole } from '../../test/console.ts'
import { consoleScreens } from '../../test/console-screens.ts'
import { testContext } from '../../test/context.ts'
import { testDatabase } from '../../test/database.ts'
import { attacks } from '../../test/hostile-snapshot.ts'

const { ctx, clock } = await testContext(await testDatabase(), { seed: 'hostile' })
const { world, screens } = await consoleScreens(ctx, clock)
const { see } = testConsole(ctx, allRoutes({ accounts: createAccounts() }))

/** Columns in which people and monitoring systems write what they like, whatever the table is. */
const written =
  'name title body description summary detail reason words investigating identified monitoring resolved unit sender summary withdrawn_reason user_agent actor_name consent_text label answer subject'

/** All that anybody wrote, as this text: what checks and other tables hold to a form stays as it is. */
async function writeEverywhere(text: string) {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and data_type = 'text' and column_name = any(${written.split(' ')})`.execute(
    ctx.db,
  )
  const kept: string[] = []
  for (const { table_name, column_name } of rows) {
    const [table, column] = [sql.table(table_name), sql.ref(column_name)]
    await sql`update ${table} set ${column} = ${text} where ${column} is not null`
      .execute(ctx.db)
      .then(() => kept.push(`${table_name}.${column_name}`))
      .catch((error) => assert.match(error.message, /unique|check constraint/, `${table_name}.${column_name}`))
  }
  return kept
}

// S-XSS-1, for whoever signs in; what readers get: src/publishing/hostile.test.ts and page.browser.test.ts.
test('no text that anybody wrote becomes markup on any screen of the console', async () => {
  const text = attacks.join(' ').replaceAll('\u0000', '').toWellFormed()
  const changed = await writeEverywhere(text)
  for (const one of ['incidents.title', 'incident_updates.body', 'alerts.title', 'components.name', 'sources.name'])
    assert.ok(changed.includes(one), `${one} is among ${changed}`)
  const more = {
    overview: '',
    incidents: '/incidents',
    drafts: '/drafts',
    content: `/settings/pages/${world.page}/content`,
  }
  let shown = 0
  for (const [name, path] of Object.entries({ ...more, ...screens })) {
    const html = await see(`/console${path}`)
    if (html.includes('&lt;script&gt;alert(1)')) shown++
    assert.doesNotMatch(html, /<script>|<(img|math|mglyph|base|object|embed)\b|<svg[^>]* on|<meta http-equiv/i, name)
    for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi))
      assert.doesNotMatch(tag.replaceAll(/"[^"]*"/g, '""'), / on\w+=|javascript:|srcdoc/i, `${name}: ${tag}`)
    for (const [, link] of html.matchAll(/\s(?:href|action|formaction|src)="([^"]*)"/g))
      assert.match(link!, /^(\/|#|\?|https?:|mailto:|tel:|data:image\/svg|data:,$|$)/, name)
  }
  assert.ok(shown > 25, `only ${shown} screens show it`)
})
