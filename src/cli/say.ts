import { randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { InvalidInput } from '../lib/errors.ts'
import { readAssets } from '../publishing/assets.ts'
import { readDirectory } from '../publishing/directory.ts'
import { isOver } from '../publishing/words.ts'
import { moveSaid, placeOfSaid, readPlace, waitingSaid } from '../said/journal.ts'
import { asShown, type Machine, pageNamed, Saying, say } from '../said/say.ts'
import { isForSome, isGone, isShown, isTaken, markFiles } from '../said/seen.ts'
import { fromOptions } from './options.ts'
import type { Verb, VerbInput } from './verb.ts'

const publicFolder = join(import.meta.dirname, '../../public')

export const verb: Verb = {
  options: {
    page: { type: 'string', help: 'slug of the page; needed where there are several', placeholder: 'SLUG' },
    title: { type: 'string', help: 'what is wrong, in a few words', placeholder: 'TEXT' },
    body: { type: 'string', help: 'what readers are told; Markdown', placeholder: 'TEXT' },
    status: { type: 'string', help: 'investigating (default), identified or monitoring', placeholder: 'STATUS' },
    component: { type: 'string', multiple: true, help: 'what it affects, again for each', placeholder: 'KEY=STATUS' },
    on: { type: 'string', help: 'go on with this incident', placeholder: 'ID' },
    resolve: { type: 'string', help: 'end this incident; --body says how', placeholder: 'ID' },
    'tell-nobody': { type: 'boolean', help: 'no mail, also when the database is back' },
    list: { type: 'boolean', help: 'print what waits for the database, and the open incidents' },
    'take-back': { type: 'string', help: 'remove a post that still waits', placeholder: 'ID' },
  },
  help: 'For when the database is gone: it needs none. The post is on the page within a second, and in the published files where no Upfront runs. It is taken into the database when that is back, once, by itself; subscribers are told then, and no mail is sent before. Run it as the user that Upfront runs as, or as root, with the same UPFRONT_DATA_DIR.',
  run: async (input) => {
    const { options, config, print } = input
    const machine = { dataDir: config.dataDir, now: () => new Date(), random: randomBytes, by: userInfo().username }
    becomeOwner(config.dataDir)
    if (options.list) return list(machine, print)
    if (typeof options['take-back'] === 'string') return takeBack(machine, options['take-back'], print)
    return post(machine, input)
  },
}

/** What root writes, the process that goes on with it could not change: the command works as the data folder's owner. */
function becomeOwner(dataDir: string) {
  const owner = statSync(dataDir, { throwIfNoEntry: false })
  if (process.getuid?.() !== 0 || !owner || owner.uid === 0) return
  process.setgroups?.([])
  process.setgid?.(owner.gid)
  process.setuid?.(owner.uid)
}

async function post(machine: Machine, { options, print }: VerbInput): Promise<number> {
  const { page, title, body, status, component, on, resolve } = options
  if (resolve !== undefined && (on !== undefined || status !== undefined))
    throw new InvalidInput('resolve: it says the incident and the status; leave --on and --status away')
  const { said, listed } = await say(
    machine,
    fromOptions(Saying, {
      ...{ page, title, body, on: resolve ?? on, status: resolve === undefined ? status : 'resolved' },
      components: statuses([component ?? []].flat()),
      notify: !options['tell-nobody'],
    }),
  )
  print(`said ${said.id}`)
  if (await isForSome(machine, listed, said))
    print(
      'What it is about is not for everybody: no file has it. Upfront shows it, while it runs, to those who may see it.',
    )
  else if (await isShown(machine.dataDir, listed, said, 5000)) print(`It is on the page ${listed.slug}.`)
  else if (await markFiles(machine, listed, readAssets(publicFolder)))
    print(
      listed.private
        ? 'No running Upfront took notice of it: Upfront shows it to those who are let in as soon as it runs.'
        : 'No running Upfront took notice of it: the published files have it now, for the web server that serves them.',
    )
  else print('It cannot be shown yet: this data folder has no page to show it on. It waits for the database.')
  const taken = await isTaken(machine.dataDir, said.id, 1000)
  if (!said.notify)
    print(taken ? 'The database has it. Nobody is mailed.' : 'It waits for the database. Nobody is mailed.')
  else if (taken) print('The database has it: subscribers are told.')
  else print('No mail is sent now. Subscribers are told when the database is back; it is taken in by itself.')
  return 0
}

function statuses(given: readonly (string | boolean)[]): Record<string, string> {
  const pairs = given.map((one) => {
    const [, key = '', status = ''] = /^([^=]+)=(.*)$/.exec(String(one)) ?? []
    if (!key) throw new InvalidInput(`component: expected KEY=STATUS, found "${one}"`)
    return [key, status] as const
  })
  return Object.fromEntries(pairs)
}

async function list({ dataDir, now }: Machine, print: (line: string) => void): Promise<number> {
  for (const { id, at, by, title, on, status } of await waitingSaid(dataDir))
    print(`${id}  waits    ${at.toISOString()}  ${status}  ${title ?? `on ${on}`}  (${by})`)
  for (const { id, at, by, title, on, status } of await readPlace(dataDir, 'refused'))
    print(`${id}  refused  ${at.toISOString()}  ${status}  ${title ?? `on ${on}`}  (${by}; the log says why)`)
  for (const page of await readDirectory(dataDir)) {
    const shown = (await asShown(dataDir, page, now()))?.incidents ?? []
    for (const { id, kind, title, status, startedAt } of shown.filter((one) => one.kind === 'incident' && !isOver(one)))
      print(`${id}  ${kind} on ${page.slug} since ${startedAt.toISOString()}  ${status}  ${title}`)
  }
  return 0
}

async function takeBack(machine: Machine, id: string, print: (line: string) => void): Promise<number> {
  const { dataDir } = machine
  const said = (await waitingSaid(dataDir)).find((one) => one.id === id)
  if (said && (await moveSaid(dataDir, id, 'waiting', 'taken back'))) {
    const listed = await pageNamed(dataDir, said.page)
    if (!(await isGone(dataDir, listed, said, 5000))) await markFiles(machine, listed, readAssets(publicFolder))
    print('Taken back: it is off the page, and the database never hears of it.')
    return 0
  }
  const place = await placeOfSaid(dataDir, id)
  if (place === null) throw new InvalidInput(`there is no post "${id}"; --list prints those that wait`)
  if (place === 'taken back') throw new InvalidInput('it was taken back before')
  throw new InvalidInput('the database has it, or takes it in now: withdraw it in the console')
}
