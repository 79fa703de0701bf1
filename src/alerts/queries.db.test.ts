import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type KyselyPlugin, TableNode } from 'kysely'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { receiveAlert } from './receive.ts'

const database = await testDatabase()

test('what an alert needs to know is read once', async () => {
  const { ctx } = await testContext(database)
  const place = await acme(ctx)
  await addRule(ctx, place.page, { component: place.us, mode: 'auto' })
  const read: string[] = []
  const watch: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (node.kind === 'SelectQueryNode' && node.selections?.[0]?.selection.kind === 'SelectAllNode')
        read.push(...(node.from?.froms ?? []).map((from) => (TableNode.is(from) ? from.table.identifier.name : '')))
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const watched = { ...ctx, db: ctx.db.withPlugin(watch) }
  const times = (table: string) => read.filter((one) => one === table).length
  for (const state of ['firing', 'resolved'] as const) {
    read.length = 0
    await receiveAlert(watched, place.source, null, alertOf('a', state))
    assert.deepEqual([times('rules'), times('messages')], [1, 1], `${state}: ${read.join(' ')}`)
  }
})
