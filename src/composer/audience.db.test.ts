import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitsOf } from '../audiences/told.ts'
import { changeComponent } from '../components/change.ts'
import { openIncident } from '../incidents/open.ts'
import { choose, concernedBy } from '../notifications/choose.ts'
import { addSubscriber } from '../subscribers/add.ts'
import type { PreferenceChange } from '../subscribers/preferences.ts'
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

test('those who want another kind, a digest or one other incident are not counted', async () => {
  const { ctx } = await testContext(database, { seed: 'wishes' })
  const { page, us, eu } = await acme(ctx)
  await changeComponent(ctx, eu, { tags: { region: 'eu' } })
  const { id } = await openIncident(ctx, { page, title: 'Slow', status: 'investigating', body: 'b' })
  const wishes: PreferenceChange[] = [
    {},
    { kinds: ['notice'] },
    { digest: 'daily' },
    { incident: id },
    { phases: 'last' },
    { tags: ['region:eu'] },
  ]
  for (const [i, preferences] of wishes.entries())
    await addSubscriber(ctx, { page, email: `w${i}@customer.example`, components: null, confirmed: true, preferences })
  const count = (affected: string[], about: { id?: string; kind: string; isLast?: boolean }) =>
    countToTell(ctx, page, affected, { about })
  assert.equal(await count([us], { kind: 'incident' }), 1, 'who wants everything')
  assert.equal(await count([eu], { kind: 'incident' }), 2, 'and who follows the tag')
  assert.equal(await count([eu], { kind: 'incident', id }), 3, 'and who follows the incident')
  assert.equal(await count([eu], { kind: 'incident', id, isLast: true }), 4, 'and who wants the last post')
  assert.equal(await count([us], { kind: 'notice' }), 3, 'a notice is a last post too')
})
