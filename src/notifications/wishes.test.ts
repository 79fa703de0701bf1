import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  digestChoices,
  impactChoices,
  noWishes,
  phaseChoices,
  subjectKinds,
  type Wishes,
} from '../subscribers/preferences.ts'
import { choose, concernedBy, type Listener, type NamedComponent, type Subject } from './choose.ts'
import type { Post } from './wanted.ts'

const tree: NamedComponent[] = [
  { id: 'api', name: 'API', parent_id: null },
  { id: 'us', name: 'API · US', parent_id: 'api', tags: { region: 'us' } },
  { id: 'eu', name: 'API · Europe', parent_id: 'api', tags: { region: 'eu', team: 'a:b' } },
  { id: 'pay', name: 'Card payments', parent_id: null, tags: { product: 'billing', region: 'us' } },
]
const night = { from: '22:00', until: '07:00', timeZone: 'UTC', exceptCritical: true }
const atNight = new Date('2026-11-23T23:00:00Z')
const morning = new Date('2026-11-24T07:00:00Z')
const about = (affected: string[], post: Partial<Post> = {}, more: Partial<Subject> = {}): Subject => ({
  kind: 'update',
  notify: true,
  concerned: concernedBy(tree, affected),
  post: { incident: 'i1', kind: 'incident', impact: 'minor', isLast: false, ...post },
  now: new Date('2026-11-23T12:00:00Z'),
  ...more,
})
const wishing = (wishes: Partial<Wishes>, more: Partial<Listener> = {}): Listener => ({
  state: 'active',
  reason: null,
  choice: null,
  wishes: { ...noWishes, ...wishes },
  ...more,
})

const table: [string, Subject, Listener, boolean, string, Date?][] = [
  ['a tag', about(['eu']), wishing({ tags: ['region:eu'] }), true, 'follows region: eu, which API · Europe has'],
  [
    'a tag with a colon',
    about(['eu']),
    wishing({ tags: ['team:a:b'] }),
    true,
    'follows team: a:b, which API · Europe has',
  ],
  ['another tag', about(['eu']), wishing({ tags: ['region:us'] }), false, 'does not follow an affected component'],
  [
    'a tag of a part',
    about(['api']),
    wishing({ tags: ['region:eu'] }),
    true,
    'follows region: eu, which API · Europe has',
  ],
  [
    'a tag or a component',
    about(['pay']),
    wishing({ tags: ['region:eu'] }, { choice: ['pay'] }),
    true,
    'follows Card payments, which is affected',
  ],
  ['a kind', about(['us']), wishing({ kinds: ['incident'] }), true, 'follows everything'],
  [
    'another kind',
    about(['us']),
    wishing({ kinds: ['maintenance', 'notice'] }),
    false,
    'asked only for planned work and notices; this is an incident',
  ],
  [
    'too little',
    about(['us']),
    wishing({ leastImpact: 'major' }),
    false,
    'asked for major impact and above; this one is minor',
  ],
  [
    'none at all',
    about(['us'], { impact: 'none' }),
    wishing({ leastImpact: 'critical' }),
    false,
    'asked for critical impact; this one is without impact',
  ],
  ['enough', about(['us'], { impact: 'critical' }), wishing({ leastImpact: 'major' }), true, 'follows everything'],
  [
    'planned work has no such impact',
    about(['us'], { kind: 'maintenance', impact: 'maintenance' }),
    wishing({ leastImpact: 'major' }),
    true,
    'follows everything',
  ],
  ['the first', about(['us']), wishing({ phases: 'first_and_last' }), true, 'follows everything'],
  [
    'between',
    about(['us']),
    wishing({ phases: 'first_and_last' }, { heard: true }),
    false,
    'asked only for the first and last posts of an incident',
  ],
  [
    'the last',
    about(['us'], { isLast: true }),
    wishing({ phases: 'first_and_last' }, { heard: true }),
    true,
    'follows everything',
  ],
  ['not the last', about(['us']), wishing({ phases: 'last' }), false, 'asked only for the last post of an incident'],
  [
    'a notice is first and last',
    about([], { kind: 'notice' }),
    wishing({ phases: 'last' }),
    true,
    'follows everything',
  ],
  ['a digest', about(['us']), wishing({ digest: 'weekly' }), false, 'gets a weekly digest'],
  ['this one', about(['us']), wishing({ incident: 'i1' }, { choice: ['pay'] }), true, 'follows this incident'],
  ['another one', about(['us']), wishing({ incident: 'i2' }), false, 'follows another incident only'],
  [
    'labelled',
    about(['us'], {}, { labels: ['gold'] }),
    wishing({}, { labels: ['gold', 'x'] }),
    true,
    'follows everything',
  ],
  [
    'not labelled',
    about(['us'], {}, { labels: ['gold', 'partner'] }),
    wishing({}, { labels: ['x'] }),
    false,
    'is not labelled gold or partner',
  ],
  [
    'at night',
    about(['us'], {}, { now: atNight }),
    wishing({ quietHours: night }),
    true,
    'follows everything',
    morning,
  ],
  [
    'at night, critical',
    about(['us'], { impact: 'critical' }, { now: atNight }),
    wishing({ quietHours: night }),
    true,
    'follows everything',
  ],
  [
    'at night, critical, no exception',
    about(['us'], { impact: 'critical' }, { now: atNight }),
    wishing({ quietHours: { ...night, exceptCritical: false } }),
    true,
    'follows everything',
    morning,
  ],
  [
    'a correction at night',
    about(['us'], {}, { now: atNight, kind: 'correction' }),
    wishing({ quietHours: night, kinds: ['notice'] }, { told: 'sent' }),
    true,
    'was told of the post',
    morning,
  ],
]
for (const [name, subject, listener, tell, reason, notBefore] of table)
  test(`${name}: ${reason}`, () =>
    assert.deepEqual(choose(subject, listener), { tell, reason, ...(notBefore && { notBefore }) }))

test('the choice is what a reader of the wishes would say, whatever they are', () => {
  const tags = fc.subarray(['region:us', 'region:eu', 'product:billing', 'gone:tag'])
  const wishes: fc.Arbitrary<Wishes> = fc.record({
    kinds: fc.option(fc.subarray([...subjectKinds], { minLength: 1 })),
    phases: fc.constantFrom(...phaseChoices),
    leastImpact: fc.option(fc.constantFrom(...impactChoices)),
    tags,
    language: fc.constant(null),
    digest: fc.option(fc.constantFrom(...digestChoices), { freq: 2 }),
    quietHours: fc.option(fc.constant(night)),
    monthlySummary: fc.boolean(),
    incident: fc.option(fc.constantFrom('i1', 'i2'), { freq: 2 }),
  })
  const ids = ['api', 'us', 'eu', 'pay']
  const post = fc.record({
    incident: fc.constant('i1'),
    kind: fc.constantFrom(...subjectKinds),
    impact: fc.constantFrom('none', ...impactChoices),
    isLast: fc.boolean(),
  })
  const follows = (affected: string[], choice: string[] | null, wanted: string[]) => {
    const family: Record<string, string[]> = {
      api: ['api', 'us', 'eu'],
      us: ['us', 'api'],
      eu: ['eu', 'api'],
      pay: ['pay'],
    }
    const near = affected.flatMap((id) => family[id] ?? [])
    const carriers = tree.filter((c) => Object.entries(c.tags ?? {}).some(([k, v]) => wanted.includes(`${k}:${v}`)))
    if (affected.length === 0 || (choice === null && wanted.length === 0)) return true
    return [...(choice ?? []), ...carriers.map(({ id }) => id)].some((id) => near.includes(id))
  }
  fc.assert(
    fc.property(
      post,
      wishes,
      fc.option(fc.subarray(ids)),
      fc.subarray(ids),
      fc.boolean(),
      fc.boolean(),
      (p, w, choice, affected, heard, isNight) => {
        const subject: Subject = { ...about(affected, p), now: isNight ? atNight : morning }
        const { tell, notBefore } = choose(subject, wishing(w, { choice, heard }))
        const order = ['none', 'minor', 'major', 'critical']
        const isEnd = p.isLast || p.kind === 'notice' || p.kind === 'post_mortem'
        const wanted =
          (w.incident ? w.incident === 'i1' : follows(affected, choice, w.tags)) &&
          !w.digest &&
          (!w.kinds || w.kinds.includes(p.kind)) &&
          (!w.leastImpact || p.kind !== 'incident' || order.indexOf(p.impact) >= order.indexOf(w.leastImpact)) &&
          (w.phases === 'all' || isEnd || (w.phases === 'first_and_last' && !heard))
        assert.equal(tell, wanted)
        assert.equal(notBefore !== undefined, tell && isNight && w.quietHours !== null && p.impact !== 'critical')
      },
    ),
    { numRuns: 2000 },
  )
})
