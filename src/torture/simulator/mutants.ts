/**
 * The engine with one fault put in: texts of one of its files, each of which is there once, and what stands there instead.
 * `test`: the file of tests that finds it, where it is out of the simulator's reach.
 */
export type Mutant = {
  name: string
  fault: string
  file: string
  edits: readonly (readonly [string, string])[]
  test?: string
}

const mutant = (name: string, fault: string, file: string, ...edits: Mutant['edits']): Mutant => ({
  ...{ name, fault, edits },
  file: file.includes('/') ? `src/${file}` : `src/notifications/${file}`,
})

const foundBy = (test: string, one: Mutant): Mutant => ({ ...one, test: `src/notifications/${test}` })

const withoutTransaction: Mutant['edits'][number] = [
  "import { type Context, transaction } from '../lib/context.ts'",
  `import type { Context } from '../lib/context.ts'
const transaction = <T>(ctx: Context, run: (ctx: Context) => Promise<T>) => run(ctx)`,
]

const holder = '${isSending} and d.claimed_by = ${process}'
const sameClaim = 'and d.claimed_at is not distinct from row.claimed'

/** Faults that somebody could make, or has made. Where the code moved on, its text here moves too. */
export const mutants: readonly Mutant[] = [
  mutant('order', 'an earlier message to the same reader is not waited for', 'claim.ts', [
    'earlier.event_id < d.event_id offset 0)',
    'earlier.event_id < 0 offset 0)',
  ]),
  mutant('order-together', 'nor where several are told in one', 'gather.ts', [
    'earlier.event_id < d.event_id)',
    'earlier.event_id < 0)',
  ]),
  mutant('supersede', 'a newer post leaves the unsent older one as it is', 'fan-out.ts', [
    'await supersedeOlder(ctx, announcement, last)',
    'await null',
  ]),
  // Without the first alone nothing is wrong: the second finds the same a moment later.
  mutant(
    'newer',
    'an older post that is chosen late looks for no newer one, neither before nor after',
    'fan-out.ts',
    ['return newer !== undefined', 'return false'],
    ['await supersedeLate(ctx, announcement, last)', 'await null'],
  ),
  mutant('late', 'nor for one for some readers', 'fan-out.ts', [
    'await supersedeLate(ctx, announcement, last)',
    'await null',
  ]),
  mutant('late-withdrawn', 'nor for one that was taken back after it was told', 'late.ts', [
    "newer.state in ('sending', 'sent') or",
    "newer.state in ('sending', 'sent') and u.withdrawn_at is null or",
  ]),
  mutant('given-back', 'what was taken back before it left gives back nothing of what it replaced', 'slice.ts', [
    'if (lastObjection(one)) await bringBack(ctx, one)',
    'if (lastObjection(one)) await null',
  ]),
  mutant('overtaken', 'an older post that failed while a newer one was chosen is tried again', 'settle.ts', [
    'newer.event_id > d.event_id',
    'newer.event_id < 0',
  ]),
  mutant('impatient', 'what fails for now is given up after the second attempt', 'try-again.ts', [
    'if (at) return at',
    'if (at && facts.attempts === 0) return at',
  ]),
  mutant('corrections', 'a correction does not wait for the choice of the post', 'fan-out.ts', [
    'return earlier !== undefined',
    'return false',
  ]),
  mutant('told', 'who was told of a post does not hear of its correction', 'candidates.ts', [
    "case d.state when 'queued' then 'waiting' else 'sent' end",
    "'waiting'",
  ]),
  mutant('release', 'what living processes send is given to others', 'claim.ts', [
    'or not exists (select 1 from processes where processes.id = deliveries.claimed_by)',
    'or true',
  ]),
  mutant('sure', 'a process that stood still does not ask whether it still holds what it claimed', 'take.ts', [
    'sureFor = 10_000',
    'sureFor = 10_000_000_000',
  ]),
  mutant('turns', 'a lane is begun again where an earlier turn of it is still at work', 'deliver.ts', [
    'office.atWork?.add(name)',
    '',
  ]),
  mutant(
    'guard',
    'the end of an attempt is written whoever holds the delivery by now',
    'settle.ts',
    [holder, 'true'],
    [sameClaim, ''],
  ),
  // Of one process two lanes would have to hold the same, one after the other.
  foundBy(
    'settle.db.test.ts',
    mutant('claim', 'the end of an attempt is written though a later claim of the same process holds it', 'settle.ts', [
      sameClaim,
      '',
    ]),
  ),
  mutant('bound', 'what was told together comes again one by one', 'claim.ts', [
    'together_with = coalesce(together_with, id)',
    'together_with = null',
  ]),
  mutant('identity', 'a message that is repeated has the id of what is left in it', 'slice.ts', [
    'const id = facts.together_with ?? facts.delivery',
    'const id = facts.delivery',
  ]),
  mutant('several', 'a message that stands for several leaves one out', 'gather.ts', [
    'messages.slice(0, named).map',
    'messages.slice(1, named).map',
  ]),
  mutant(
    'text',
    'a process keeps the words of a post as it read them first',
    'posts.ts',
    ['Promise.all([read(ctx, announcements)', 'Promise.all([readOnce(ctx, announcements)'],
    [
      'const read = (ctx: Context',
      `const known = new Map<string, ReturnType<typeof read>>()
const readOnce = (ctx: Context, ids: readonly string[]) => known.getOrInsertComputed(ids.join(), () => read(ctx, ids))
const read = (ctx: Context`,
    ],
  ),
  // Whoever stood still knows it by the clock, unless that stood still as well; in the simulator it goes on.
  foundBy(
    'gather.db.test.ts',
    mutant('bind', 'what another process took over is told all the same, with others', 'slice.ts', [
      '(await bind(ctx, office.process, id, ids)) < ids.length',
      '(await bind(ctx, office.process, id, ids)) < 0',
    ]),
  ),
  mutant('flights', 'what is on its way is given back when the database is lost', 'slice.ts', [
    'await takeSome(free).catch(noteFailure)',
    'await takeSome(free)',
  ]),
  mutant('withdrawn', 'what was taken back leaves', 'facts.ts', [
    "facts.withdrawn_at && facts.kind !== 'withdrawal'",
    'false',
  ]),
  mutant('wishes', 'wishes are not looked at again before a message leaves', 'facts.ts', [
    'facts.verdict?.tell === false',
    'false',
  ]),
  mutant('night', 'who falls asleep before a message leaves is told', 'facts.ts', ['or s.quiet_from is not null', '']),
  mutant('never-had', 'who never had a post hears that it was wrong', 'facts.ts', ["  or a.kind <> 'update')`", ')`']),
  mutant('paused', 'a pause holds nothing back', 'room.ts', ['paused: await pausedEvents(ctx)', 'paused: []']),
  mutant('stopped', 'what was leaving when a post was stopped, and came back, is forgotten', 'telling.ts', [
    'if (left) await',
    'if (left && false) await',
  ]),
  mutant('stopped-back', 'what was stopped comes back where a newer post is taken back', 'bring-back.ts', [
    ' and a.stopped_at is null',
    '',
  ]),
  mutant('off', 'what is switched off is used', 'channel-accounts/open.ts', [
    'rows.filter((row) => row.enabled)',
    'rows.filter(() => true)',
  ]),
  mutant(
    'silent',
    'of a post that asks to tell nobody people are told',
    'announce.ts',
    ['silent_reason: event.notify ? null : silence[event.kind]', 'silent_reason: null'],
    ['chosen_at: event.notify ? null : now', 'chosen_at: null'],
    ['if (added && event.notify)', 'if (added)'],
  ),
  mutant('off-since', 'whoever switches mail off for a moment loses what had waited', 'switched-off.ts', [
    'if (isOff && ctx.now().getTime() - since >= waitsFor)',
    'if (isOff)',
  ]),
  mutant('followed', 'a post is there though what follows from it could not be written', 'events/record.ts', [
    'await enqueue(ctx, followEvent, { event: id, kind: event.kind })',
    'await enqueue(ctx, followEvent, { event: id, kind: event.kind }).catch(() => {})',
  ]),
  mutant('announced', 'an event that is followed twice is announced twice', 'announce.ts', [
    ".onConflict((oc) => oc.column('event_id').doNothing())",
    '',
  ]),
  mutant(
    'outbox',
    'an announcement and the job that chooses are not written together',
    'announce.ts',
    withoutTransaction,
  ),
  mutant('chunk', 'a chunk and how far it came are not written together', 'fan-out.ts', withoutTransaction),
]
