import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { limitsOf, type Onlooker, sightOf } from '../audiences/told.ts'
import { changeComponent } from '../components/change.ts'
import { componentsOf } from '../components/find.ts'
import { choose, concernedBy } from '../notifications/choose.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { countToTell } from './audience.ts'

const database = await testDatabase()

test('with audiences too the count is what choosing says of each', async () => {
  const { ctx } = await testContext(database, { seed: 'limited' })
  const place = await acme(ctx)
  const vip = await createAudience(ctx, { page: place.page, key: 'vip', name: 'VIP', domains: ['vip.example'] })
  const one = await createAudience(ctx, { page: place.page, key: 'one', name: 'One', emails: ['r2@customer.example'] })
  await changeComponent(ctx, place.us, { audiences: ['vip'] })
  await changeComponent(ctx, place.payments, { audiences: ['one', 'staff'] })
  const ids = (await componentsOf(ctx, place.page)).map(({ id }) => id)
  const choices = [null, ...ids.map((id) => [id])]
  const people = ['customer.example', 'VIP.example'].flatMap((at) =>
    choices.map((choice, i) => ({ email: `r${i}@${at}`, choice, state: 'active', reason: null })),
  )
  for (const { email, choice } of people)
    await addSubscriber(ctx, { page: place.page, email, components: choice, confirmed: true })
  const limits = await limitsOf(ctx, place.page)
  const seen = new Set<number>()
  for (const affected of [[], ...ids.map((id) => [id]), [place.us, place.payments], [place.us, place.web]])
    for (const incident of [null, ['everyone'], ['staff'], [vip.id], [one.id, vip.id]])
      for (const post of [null, ['subscribers'], [one.id]]) {
        const sight = sightOf(limits, { incident, post, affected })
        const subject = {
          kind: 'update',
          notify: true,
          concerned: concernedBy(limits.tree, affected),
          sight:
            sight &&
            ((onlooker: Onlooker) => {
              const mine = sight(onlooker)
              return { sees: mine.sees, concerned: concernedBy(mine.tree, mine.affected) }
            }),
        } as const
        const told = people.filter((person) => choose(subject, person).tell).length
        assert.equal(
          await countToTell(ctx, place.page, affected, { incident, post }),
          told,
          `${affected} ${incident} ${post}`,
        )
        seen.add(told)
      }
  assert.ok(seen.size > 4, 'the cases differ')
})
