import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { countsOf } from '../subscriber-imports/find.ts'
import { follow } from '../subscribers/console-view.ts'
import { confirmation, linkButton } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { type Choice, field, formState } from '../web/console/forms.ts'
import { live } from '../web/console/live.ts'
import { section } from '../web/console/section.ts'
import type { BulkChange } from './change.ts'

const root = '/console/subscribers/changes'

type Action = { action: string; label: string; text: string; body?: Html; isGrave?: true }

/** What can be done to those that were chosen; each question names their number. */
export function chosenPage({
  total,
  selection,
  components,
  mayErase,
}: {
  total: number
  selection: string
  components: readonly Choice[]
  mayErase: boolean
}): Html {
  const many = counted(total, 'subscriber')
  const label = (prefix: string) =>
    field(formState({}, [], prefix), { name: 'label', label: 'Label', required: true, maxlength: 60 })
  const buttons = (some: readonly Action[]) =>
    html`<div class="actions">${some.map(({ action, label, text, body, isGrave }) =>
      confirmation({
        id: action.replace('_', '-'),
        label,
        look: isGrave ? 'danger' : 'plain',
        title: `${label}: ${many}?`,
        text,
        to: root,
        button: `${label}: ${total.toLocaleString('en-GB')}`,
        fields: { action, selection },
        ...(body && { body }),
      }),
    )}</div>`
  return html`${section(
    'Marks and what they hear about',
    buttons([
      {
        action: 'add_label',
        label: 'Add a label',
        text: 'Your own word for a group of them. Readers never see it.',
        body: label('add'),
      },
      {
        action: 'remove_label',
        label: 'Remove a label',
        text: 'It is taken from all that carry it.',
        body: label('remove'),
      },
      {
        action: 'set_components',
        label: 'Set components',
        text: 'What each of them chose is replaced.',
        body: follow(formState({}), components),
      },
    ]),
  )}${section(
    'Whether they hear',
    buttons([
      {
        action: 'ask',
        label: 'Ask to confirm',
        text: 'Those that are not confirmed are asked once more; each at most once an hour, and five times a day.',
      },
      { action: 'quarantine', label: 'Quarantine', text: 'Nothing is sent to them until somebody brings them back.' },
      { action: 'revive', label: 'End the quarantine', text: 'Those in quarantine hear again from the next post on.' },
      {
        action: 'unsubscribe',
        label: 'Unsubscribe',
        text: 'They hear of nothing more. Only they themselves can come back.',
        isGrave: true,
      },
      {
        action: 'remove',
        label: 'Take away',
        text: 'They hear of nothing more. A list or a file may bring them in again.',
        isGrave: true,
      },
      ...(mayErase
        ? [
            {
              action: 'erase',
              label: 'Erase',
              text: 'Their addresses go from everywhere. This cannot be undone.',
              isGrave: true,
            } as const,
          ]
        : []),
    ]),
  )}`
}

const words: Record<string, string> = {
  add_label: 'A label is added',
  remove_label: 'A label is removed',
  set_components: 'Components are set',
  ask: 'They are asked to confirm',
  quarantine: 'They are put in quarantine',
  revive: 'Their quarantine is ended',
  unsubscribe: 'They are unsubscribed',
  remove: 'They are taken away',
  erase: 'They are erased',
}

export function changePage(row: BulkChange, action: string): Html {
  const { changed = 0, unchanged = 0, left_alone = 0 } = countsOf(row.outcomes)
  const number = (count: number) => count.toLocaleString('en-GB')
  const isBusy = row.state === 'running'
  return live(
    isBusy,
    html`${section(
      words[action] ?? action,
      facts([
        ['State', isBusy ? 'At work' : row.state === 'done' ? 'Done' : 'Stopped'],
        ['Chosen', number(row.total)],
        ['Changed', number(changed)],
        ['The same already', number(unchanged)],
        ['Left alone', number(left_alone)],
      ]),
    )}${
      isBusy &&
      html`<div class="actions">${linkButton('Look again', `${root}/${row.id}`)}${confirmation({
        id: 'stop',
        label: 'Stop',
        look: 'plain',
        title: 'Stop here?',
        text: 'What was changed stays so.',
        to: `${root}/${row.id}/stop`,
        button: 'Stop',
      })}</div>`
    }`,
  )
}
