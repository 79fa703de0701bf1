import type { Context } from '../../lib/context.ts'
import { parseDuration } from '../../lib/duration.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Mute } from '../../lib/mute.ts'
import { z } from '../../lib/zod.ts'
import { act, submit } from './buttons.ts'
import { type Choice, formState, select } from './forms.ts'
import { type Clock, moment } from './times.ts'

const spans: readonly Choice[] = [
  ['30m', '30 minutes'],
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['1d', '1 day'],
  ['7d', '1 week'],
]

/** Silences a thing for a time, or lets it speak again. Its route takes `MuteFields` and calls `muteOf`. */
export function muteForm({ to, until, clock }: { to: string; until: Date | null; clock: Clock }): Html {
  if (until && until > clock.now)
    return html`<p>Muted until ${moment(until, clock)}.</p><div class="actions">${act('Let it speak again', to, 'plain', { for: '' })}</div>`
  return html`<form method="post" action="${to}" class="inline">${select(formState({ for: '1h' }), { name: 'for', label: 'Mute for', choices: spans })}${submit('Mute', { look: 'plain' })}</form>`
}

export const MuteFields = z.object({
  for: z.union([z.literal(''), z.enum(spans.map(([span]) => span))], 'expected one of the times in the list'),
})

export function muteOf(ctx: Context, fields: z.infer<typeof MuteFields>): Mute {
  const seconds = parseDuration(fields.for)
  return { until: seconds === null ? null : new Date(ctx.now().getTime() + seconds * 1000).toISOString() }
}

export const isMuted = (until: Date | null, { now }: Clock): until is Date => until !== null && until > now
