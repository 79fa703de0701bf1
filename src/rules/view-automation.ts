import { type Html, html } from '../lib/html.ts'
import { act, confirmation } from '../web/console/buttons.ts'
import { ago, type Clock } from '../web/console/times.ts'

/** Whether rules post by themselves, and the button for the other. */
export function automationPart({
  paused,
  held,
  clock,
  mayChange,
}: {
  paused: { since: Date; by: string } | null
  held: number
  clock: Clock
  mayChange: boolean
}): Html {
  if (paused)
    return html`<div class="note automation"><p>Paused since ${ago(paused.since, clock)}${paused.by && `, by ${paused.by}`}. Every message waits for a person. When automation goes on, what still fires and waits only for that is put to its rule again.</p>${mayChange && act('Resume automation', '/console/automation/resume')}</div>`
  return html`<div class="note automation"><p>Automation is on: rules post by themselves.</p>${
    mayChange &&
    confirmation({
      id: 'pause',
      label: 'Pause automation',
      look: 'plain',
      title: 'Pause automation?',
      text: `Alerts still arrive and are kept. Nothing is posted by itself from then on, on any page: every message waits for a person, ${held === 0 ? 'and no draft waits at this moment' : `and so ${held === 1 ? 'does the draft that waits' : `do the ${held} drafts that wait`} now`}. You can resume at any time.`,
      to: '/console/automation/pause',
      button: 'Pause automation',
    })
  }</div>`
}
