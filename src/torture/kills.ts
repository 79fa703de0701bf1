import { until } from '../test/until.ts'
import { type Dice, patience, type Victim } from './stage.ts'

/** Kills the very first starts: while the database is made, migrated, and the configuration applied. Then lets one live. */
export async function killFirstStarts(one: Victim, chance: Dice, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    one.begin()
    await chance.pause(0, 2500)
    await one.killProgram()
    if (i % 3 === 2) await one.killDatabase()
  }
  one.begin()
  await one.up()
}

/** The ways to be killed, each followed by a time of peace. The first two are the short form: three kills. */
const rounds: readonly ((one: Victim, chance: Dice) => Promise<void>)[] = [
  database,
  programInStart,
  both,
  databaseInRecovery,
  program,
  programInRecovery,
  database,
  databaseInStart,
  program,
]

type Progress = { acknowledged: () => number; print: () => void }

/** Kills in turn in each of the ways, until there were so many; some more has been acknowledged each time, whatever the speed. */
export async function killOnAndOn(one: Victim, chance: Dice, kills: number, { acknowledged, print }: Progress) {
  const peace = async (answers: number) => {
    const enough = acknowledged() + answers
    await until(() => acknowledged() >= enough, patience)
  }
  for (let round = 0; one.kills() < kills; round++) {
    await peace(chance.between(0, 10))
    await chance.pause(0, 200)
    await rounds[round % rounds.length]!(one, chance)
    print()
  }
  await peace(10)
}

async function program(one: Victim) {
  await one.killProgram()
  one.begin()
  await one.up()
}

/** The program lives on and brings it back. */
async function database(one: Victim) {
  await one.killDatabase()
  await one.ready()
}

/** As when the power fails. */
async function both(one: Victim) {
  await one.killProgram()
  await one.killDatabase()
  one.begin()
  await one.up()
}

async function programInStart(one: Victim, chance: Dice) {
  await one.killProgram()
  one.begin()
  await chance.pause(0, 900)
  await program(one)
}

async function databaseInStart(one: Victim, chance: Dice) {
  await one.killProgram()
  one.begin()
  await chance.pause(0, 700)
  await one.killDatabase()
  await one.up()
}

async function databaseInRecovery(one: Victim, chance: Dice) {
  const before = await one.database()
  await one.killDatabase()
  await another(one, before)
  await chance.pause(0, 80)
  await database(one)
}

/** The database recovers on while the next start comes, or is killed once more with the program. */
async function programInRecovery(one: Victim, chance: Dice) {
  const before = await one.database()
  await one.killProgram()
  await one.killDatabase()
  one.begin()
  await another(one, before)
  await chance.pause(0, 80)
  await one.killProgram()
  if (chance.between(0, 1) === 1) await one.killDatabase()
  one.begin()
  await one.up()
}

/** Another server is there. It may still be recovering. */
const another = (one: Victim, before: number | null) =>
  until(async () => {
    const now = await one.database()
    return now !== null && now !== before
  }, patience)
