import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { choose, concernedBy, type Listener, type NamedComponent, type Subject } from './choose.ts'

const tree: NamedComponent[] = [
  { id: 'web', name: 'Web app', parent_id: null },
  { id: 'api', name: 'API', parent_id: null },
  { id: 'us', name: 'API · US', parent_id: 'api' },
  { id: 'eu', name: 'API · Europe', parent_id: 'api' },
  { id: 'west', name: 'US west', parent_id: 'us' },
  { id: 'pay', name: 'Card payments', parent_id: null },
]
const about = (affected: string[], more: Partial<Subject> = {}): Subject => ({
  kind: 'update',
  notify: true,
  concerned: concernedBy(tree, affected),
  ...more,
})
const follower = (choice: string[] | null, more: Partial<Listener> = {}): Listener => ({
  state: 'active',
  reason: null,
  choice,
  ...more,
})

const table: [string, Subject, Listener, boolean, string][] = [
  ['everything', about(['us']), follower(null), true, 'follows everything'],
  ['itself', about(['us']), follower(['us']), true, 'follows API · US, which is affected'],
  ['the whole', about(['us']), follower(['api']), true, 'follows API, of which API · US is affected'],
  ['a part', about(['us']), follower(['west']), true, 'follows US west, part of API · US, which is affected'],
  ['a sibling', about(['us']), follower(['eu']), false, 'does not follow an affected component'],
  ['another', about(['us']), follower(['pay']), false, 'does not follow an affected component'],
  ['the direct one first', about(['us', 'api']), follower(['west', 'api']), true, 'follows API, which is affected'],
  ['nothing named', about([]), follower(['pay']), true, 'this post concerns the whole page'],
  ['nothing left', about(['us']), follower([]), false, 'does not follow an affected component'],
  ['silent', about(['us'], { notify: false }), follower(null), false, 'this post asked to tell nobody'],
  ['unconfirmed', about(['us']), follower(null, { state: 'unconfirmed' }), false, 'has not confirmed yet'],
  ['unsubscribed', about(['us']), follower(null, { state: 'unsubscribed' }), false, 'unsubscribed'],
  [
    'suppressed',
    about(['us']),
    follower(null, { state: 'suppressed', reason: '550 no such user' }),
    false,
    'takes no messages any more: 550 no such user',
  ],
  [
    'corrected, told',
    about(['us'], { kind: 'correction' }),
    follower(['pay'], { told: 'sent' }),
    true,
    'was told of the post',
  ],
  [
    'corrected, not told',
    about(['us'], { kind: 'correction' }),
    follower(null, { told: 'no' }),
    false,
    'was not told of the post',
  ],
  [
    'withdrawn in time',
    about(['us'], { kind: 'withdrawal' }),
    follower(null, { told: 'waiting' }),
    false,
    'the mail about the post had not left yet, and will not',
  ],
]
for (const [name, subject, listener, tell, reason] of table)
  test(`${name}: ${reason}`, () => assert.deepEqual(choose(subject, listener), { tell, reason }))

/** A tree in which each parent comes before its children. */
const trees = fc.array(fc.option(fc.nat(20)), { minLength: 1, maxLength: 12 }).map((parents) =>
  parents.map(
    (parent, i): NamedComponent => ({
      id: `c${i}`,
      name: `Part ${i}`,
      parent_id: parent === null || i === 0 ? null : `c${parent % i}`,
    }),
  ),
)
const ids = fc.array(
  fc.nat(14).map((i) => `c${i}`),
  { maxLength: 5 },
)

test('an active follower is told exactly when one of its components lies on a line with an affected one', () => {
  const lineOf = (components: NamedComponent[], id: string): string[] => {
    const at = components.find((one) => one.id === id)
    return at ? [id, ...(at.parent_id ? lineOf(components, at.parent_id) : [])] : []
  }
  fc.assert(
    fc.property(trees, ids, ids, (components, affected, choice) => {
      const subject: Subject = { kind: 'update', notify: true, concerned: concernedBy(components, affected) }
      const touches = affected.some((a) =>
        choice.some((c) => lineOf(components, c).includes(a) || lineOf(components, a).includes(c)),
      )
      const { tell, reason } = choose(subject, { state: 'active', reason: null, choice })
      assert.equal(tell, affected.length === 0 || touches)
      assert.ok(reason.length > 0)
    }),
  )
})

test('nobody but the active is ever told, and more affected components never mean fewer told', () => {
  const state = fc.constantFrom('unconfirmed', 'unsubscribed', 'suppressed', 'erased', 'active')
  fc.assert(
    fc.property(trees, ids, ids, fc.option(ids), state, (components, some, more, choice, is) => {
      const listener = { state: is, reason: null, choice }
      const tell = (affected: string[]) =>
        choose({ kind: 'update', notify: true, concerned: concernedBy(components, affected) }, listener).tell
      if (is !== 'active') assert.equal(tell(some), false)
      if (some.length > 0 && tell(some)) assert.ok(tell([...some, ...more]))
    }),
  )
})
