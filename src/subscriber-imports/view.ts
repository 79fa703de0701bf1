import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { state, type Tone } from '../lib/mark.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { type Choice, choice, field, formState, select } from '../web/console/forms.ts'
import { live } from '../web/console/live.ts'
import { section } from '../web/console/section.ts'
import { address, table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'
import { type Counts, countsOf, type Import, type WrongLine } from './find.ts'
import { columnsRead } from './shape.ts'

const root = '/console/subscribers/imports'

const states: Record<string, readonly [Tone, string]> = {
  uploading: ['notice', 'Arriving'],
  reading: ['notice', 'Being read'],
  ready: ['notice', 'Tried: waits for you'],
  running: ['notice', 'Being brought in'],
  done: ['working', 'Brought in'],
  failed: ['major', 'Cannot be read'],
  cancelled: ['notice', 'Stopped'],
}

export const importState = (name: string): Html => state(states[name]?.[0] ?? 'notice', states[name]?.[1] ?? name)

const ways: readonly Choice[] = [
  ['vouch', 'They agreed already: they hear of the next post'],
  ['ask', 'They are to be asked first'],
]

export function importsPage(it: {
  rows: readonly Import[]
  nextCursor: string | null
  pages: readonly Choice[]
  chosen: string | undefined
  clock: Clock
}): Html {
  const form = formState({ page: it.chosen ?? '', way: 'ask' })
  return html`${section(
    'A new file',
    html`<form method="post" action="${root}" enctype="multipart/form-data" class="form">
${it.pages.length > 1 ? select(form, { name: 'page', label: 'Page', choices: it.pages }) : html`<input type="hidden" name="page" value="${it.chosen ?? ''}">`}
${choice(form, { name: 'way', label: 'Those without a state of their own', choices: ways, help: 'Who vouches is kept with each address. A file never brings back those who left, were refused or were erased.' })}
${field(form, { name: 'how', label: 'How they agreed', maxlength: 1500, placeholder: 'Contract of 2 March 2026, section 4', help: 'Kept as the record of consent of each that brings none in a column consent_text. Telephone numbers that hear at once need one or the other.' })}
<div class="field"><label for="f-file">CSV file</label><input type="file" id="f-file" name="file" accept=".csv,text/csv" required aria-describedby="f-file-help"><p class="help" id="f-file-help">In UTF-8, its first line names the columns: email, or channel with number or url; components, labels, state, language, confirmed_at, consent_text. Up to 200 MB and 1,000,000 lines.</p></div>
<div class="actions">${submit('Try this file')}</div></form>`,
  )}${section(
    'Files so far',
    table({
      caption: 'Files of subscribers, newest first',
      columns: [
        { label: 'File', kind: 'main' },
        { label: 'State' },
        { label: 'Lines', kind: 'number' },
        { label: 'Came', kind: 'aside' },
      ],
      rows: it.rows.map((row) => ({
        href: `${root}/${row.id}`,
        cells: [row.name, importState(row.state), row.lines.toLocaleString('en-GB'), ago(row.created_at, it.clock)],
      })),
      older: it.nextCursor && address(root, { cursor: it.nextCursor }),
      empty: empty({ title: 'No file yet', text: 'What was brought in is listed here.' }),
    }),
  )}`
}

const number = (count = 0) => count.toLocaleString('en-GB')
const inWords = ({ added, changed, unchanged, left_alone, wrong }: Counts) => [
  ['Added', number(added)] as const,
  ['Changed', number(changed)] as const,
  ['The same already', number(unchanged)] as const,
  ['Left alone', number(left_alone)] as const,
  ['Lines with problems', number(wrong)] as const,
]

export function importPage({ row, wrong, clock }: { row: Import; wrong: readonly WrongLine[]; clock: Clock }): Html {
  const { read, unused, unknown } = columnsRead(row.columns)
  const [found, done] = [countsOf(row.found), countsOf(row.done)]
  const isBusy = ['uploading', 'reading', 'running'].includes(row.state)
  const hasRun = row.state === 'running' || Object.keys(done).length > 0
  const list = (names: readonly string[]) => (names.length > 0 ? names.join(', ') : null)
  return live(
    isBusy,
    html`${row.reason && html`<p class="flash bad" role="status">${row.reason}</p>`}
${isBusy && html`<p class="note">${row.state === 'running' ? 'It is being brought in' : 'It is being read'}: ${counted(row.state === 'running' ? total(done) : row.lines, 'line')} so far. ${linkButton('Look again', `${root}/${row.id}`, 'quiet')}</p>`}
${section(
  'What the dry run found',
  facts([
    ['Lines', number(row.lines)],
    ...inWords(found),
    ['Columns', list(read)],
    ['Columns that say nothing here', list(unused)],
    ['Columns nobody knows', list(unknown)],
    ['Without a state', row.vouched ? 'they agreed already' : 'they are to be asked first'],
    ['How they agreed', row.consent_text],
    ['Came', ago(row.created_at, clock)],
  ]),
)}
${hasRun && section('What was brought in', facts(inWords(done).slice(0, 4)))}
${actions(row, found)}
${wrong.length > 0 && wrongPart(row, found, wrong)}`,
  )
}

const total = (counts: Counts) => Object.values(counts).reduce((sum, one) => sum + one, 0)

function actions(row: Import, { added = 0, changed = 0 }: Counts): Html | null {
  const isOpen = row.state === 'ready' || row.state === 'running' || row.state === 'reading'
  if (!isOpen) return null
  const many = added + changed
  return html`<div class="actions">${
    row.state === 'ready' &&
    many > 0 &&
    confirmation({
      id: 'run',
      label: 'Bring them in',
      look: 'primary',
      title: `Bring in ${counted(many, 'subscriber')}?`,
      text: `${number(added)} are added and ${number(changed)} changed. Nobody is told. Lines with problems stay out.`,
      to: `${root}/${row.id}/run`,
      button: `Bring in ${number(many)}`,
    })
  }${confirmation({
    id: 'cancel',
    label: row.state === 'running' ? 'Stop' : 'Forget this file',
    look: 'plain',
    title: row.state === 'running' ? 'Stop bringing them in?' : 'Forget this file?',
    text: 'What was brought in stays; the rest of the file is forgotten.',
    to: `${root}/${row.id}/cancel`,
    button: row.state === 'running' ? 'Stop' : 'Forget it',
  })}</div>`
}

const wrongPart = (row: Import, { wrong: all = 0 }: Counts, wrong: readonly WrongLine[]): Html =>
  section(
    'Lines with problems',
    table({
      caption: 'Lines with problems, in their order',
      columns: [{ label: 'Line', kind: 'main' }, { label: 'Column' }, { label: 'What was expected', kind: 'words' }],
      rows: wrong.flatMap(({ line, problems }) =>
        problems.map(({ column, expected }) => ({ cells: [`Line ${number(line)}`, column, expected] })),
      ),
      empty: empty({ title: 'None', text: '' }),
    }),
    {
      actions: html`<span class="quiet-text">${all > wrong.length && `The first ${number(wrong.length)} of ${number(all)}. `}<a href="${root}/${row.id}/problems.csv">All of them as CSV</a></span>`,
    },
  )
