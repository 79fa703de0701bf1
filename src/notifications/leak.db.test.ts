import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Limit, publicRights } from '../audiences/rights.ts'
import { componentsShown, type LimitedPart, type Limits, rightsByMail } from '../audiences/told.ts'
import { componentStatuses } from '../components/status.ts'
import { languageCodes } from '../publishing/languages/codes.ts'
import { fanOutStage, noMail } from '../test/fan-out.ts'
import { type Facts, factsOf, seen } from './facts.ts'
import { messageOf } from './message.ts'
import { speakers } from './speaker.ts'

const { setUp } = await fanOutStage()
const { ctx, open, work, ledger } = await setUp('leak')
await open()
await work(noMail)
const [delivery] = await ledger()
const { announcement_id: announcement } = await ctx.db
  .selectFrom('deliveries')
  .select('announcement_id')
  .where('id', '=', delivery!.id)
  .executeTakeFirstOrThrow()
const [known] = await factsOf(ctx, [{ id: delivery!.id, announcement }])

const gold = {
  ...{ id: 'aud-gold0000', key: 'gold', name: 'Gold' },
  members: { emails: ['pat@gold.example'], domains: [], attributes: [], subscribers: false },
}
const limit: fc.Arbitrary<Limit> = fc.option(
  fc.subarray(['everyone', 'subscribers', 'staff', gold.id], { minLength: 1 }),
  { nil: null },
)
const part = fc.record({ limit, below: fc.nat(20), status: fc.constantFrom(...componentStatuses), hit: fc.boolean() })
const parts = fc.array(part, { maxLength: 14 })
const onlooker = fc.constantFrom(
  { email: 'pat@gold.example', world: false },
  { email: 'lee@other.example', world: false },
  { email: null, world: false },
  { email: null, world: true },
)
const kinds = fc.constantFrom('update', 'correction', 'withdrawal')
const speaking = speakers()

// Every channel says what `messageOf` gives it, and knows nothing else.
test('a message names no component that its reader may not see, and is as if there were none', () => {
  let hidden = 0
  const holds = fc.property(
    parts,
    onlooker,
    fc.constantFrom(...languageCodes),
    kinds,
    (drawn, reader, language, kind) => {
      const tree = drawn.map(
        ({ limit, below }, i): LimitedPart => ({
          id: `zq${i}idqz`,
          name: `zq${i}nameqz`,
          parent_id: i === 0 || below % (i + 1) === i ? null : `zq${below % i}idqz`,
          audiences: limit,
          tags: {},
        }),
      )
      const affected = tree.flatMap(({ id, name }, i) => {
        const { hit, status } = drawn[i]!
        return hit ? [{ id, name, status, translations: { [language]: { name: `zq${i}otherqz` } } }] : []
      })
      const limits: Limits = { audiences: [gold], tree }
      const rights = reader.world ? publicRights : rightsByMail(limits.audiences, reader.email)
      const shown = new Set(componentsShown(tree, rights).map(({ id }) => id))
      const say = (more: Pick<Facts, 'affected'>) =>
        JSON.stringify(messageOf(ctx, { ...known!, ...reader, ...more, kind, language }, speaking))
      const message = say(seen({ ...reader, incident_audiences: null, post_audiences: null }, affected, limits))
      for (const [i, { id, name }] of tree.entries()) {
        if (shown.has(id)) continue
        hidden++
        for (const mark of [id, name, `zq${i}otherqz`]) assert.ok(!message.includes(mark), mark)
      }
      assert.equal(message, say({ affected: affected.filter(({ id }) => shown.has(id)) }))
      if (shown.size > 0) assert.ok(affected.every(({ id }) => !shown.has(id) || message.includes(id)))
    },
  )
  fc.assert(holds, { numRuns: 200 })
  assert.ok(hidden > 0)
})

test('what an incident is for decides together with what it affects', () => {
  fc.assert(
    fc.property(limit, limit, onlooker, (incident, post, reader) => {
      const { sees } = seen(
        { ...reader, incident_audiences: incident?.slice() ?? null, post_audiences: post?.slice() ?? null },
        [],
        {
          audiences: [gold],
          tree: [],
        },
      )
      const rights = reader.world ? publicRights : rightsByMail([gold], reader.email)
      const may = (limit: Limit) => limit === null || limit.some((one) => rights !== 'all' && rights.has(one))
      assert.equal(sees, may(incident) && may(post))
    }),
  )
})

test('who follows one incident alone is told so, and nobody else is, though the rest is written once for all', () => {
  assert.ok(known?.same)
  const over = { ...known, status: 'resolved', resolved_at: ctx.now() }
  const [everybody, alone, another] = [null, known.incident, null].map((only_incident) =>
    messageOf(ctx, { ...over, only_incident }, speaking),
  )
  assert.deepEqual(another, everybody)
  assert.equal(alone!.facts.length, everybody!.facts.length + 1)
})
