/** What is frequent for a while, and what is rare: each mood looks into another corner. Weights are against each other. */
export type Mood = {
  name: string
  /** Whatever waits to go on; a message that waits to be taken has a weight of its own. */
  goOn: number
  send: number
  people: number
  kill: number
  freeze: number
  /** So many of ten things that people do are posts. */
  posts: number
  /** So many incidents are opened before posts are about those that are there. */
  incidents: number
  /** One in so many uses of the database fails. */
  faults: number
  /** One in so many messages fails. */
  failures: number
  /** One in so many other things that people do is an operator's, or happens to a vendor. */
  operators: number
  /** Something newer is posted on what is leaving just then. */
  rush: number
  /** The longest that nothing happens, in milliseconds. */
  longest: number
}

const hour = 3_600_000

const usual: Mood = {
  ...{ name: 'usual', goOn: 600, send: 600, people: 12, kill: 3, freeze: 5 },
  ...{ posts: 4, incidents: 3, faults: 60, failures: 4, operators: 8, rush: 5, longest: 2 * hour },
}

export const moods: readonly [Mood, ...Mood[]] = [
  usual,
  // Channels take long, and much fails for now: newer posts come while older ones are leaving or are to be tried again.
  { ...usual, name: 'slow channels', send: 60, people: 30, posts: 6, incidents: 1, failures: 2 },
  // Vendors are away for days, accounts are off.
  { ...usual, name: 'long nights', operators: 2, longest: 15 * hour, people: 30 },
  { ...usual, name: 'bad database', faults: 12, incidents: 2, posts: 5 },
  // The database is lost while messages are on their way.
  { ...usual, name: 'bad database, slow channels', faults: 12, send: 30, incidents: 2, people: 20, posts: 5 },
  { ...usual, name: 'processes die', kill: 15, freeze: 25, send: 120, incidents: 2 },
  // Much fails for good and is sent again by hand, switched off and stopped.
  { ...usual, name: 'busy operators', people: 60, posts: 4, incidents: 1, failures: 2, operators: 2, longest: hour },
  // What is leaving is overtaken, and fails; then people are silent for a while, and it would be tried again.
  {
    ...usual,
    name: 'one after the other',
    send: 60,
    people: 5,
    rush: 100,
    failures: 2,
    faults: 200,
    kill: 1,
    freeze: 1,
  },
  // Readers are told of several things at once.
  { ...usual, name: 'many incidents', people: 40, posts: 6, incidents: 7 },
]
