import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitsOf } from '../audiences/told.ts'
import { choose, concernedBy } from '../notifications/choose.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { countToTell } from './audience.ts'

const database = await testDatabase()

test('the button counts those whom the choice tells, whatever is affected', async () => {
  const { ctx } = await testContext(database, { seed: 'audience' })
  const place = await acme(ctx)
  const limits = await limitsOf(ctx, place.page)
  const ids = limits.tree.map(({ id }) => id)
  const choices = [null, ...ids.map((id) => [id]), [place.us, place.payments]]
  for (const [i, components] of choices.entries())
    await addSubscriber(ctx, { page: place.page, email: `r${i}@customer.example`, components, confirmed: true })
  await addSubscriber(ctx, { page: place.page, email: 'not-yet@customer.example', components: null, confirmed: false })
  const listeners = choices.map((choice) => ({ state: 'active', reason: null, choice }))
  for (const affected of [[], ...ids.map((id) => [id]), [place.eu, place.web], ['gone']]) {
    const subject = { kind: 'update', notify: true, concerned: concernedBy(limits.tree, affected) } as const
    const told = listeners.filter((listener) => choose(subject, listener).tell).length
    assert.equal(await countToTell(ctx, place.page, affected), told, `affected: ${affected}`)
  }
})
