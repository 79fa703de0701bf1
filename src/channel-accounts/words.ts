import { type Channel, type Medium, media } from '../channels/channel.ts'
import { channelOf } from '../channels/index.ts'
import { mediumName } from '../channels/media.ts'
import { type Html, html } from '../lib/html.ts'
import { state } from '../web/console/marks.ts'
import type { Account } from './find.ts'
import type { Health } from './health.ts'

export const vendorOf = (kind: string): string => channelOf(kind)?.name ?? kind

export const mediumOfKind = (kind: string): string => {
  const channel = channelOf(kind)
  return channel ? mediumName(channel.medium) : kind
}

/** How an account stands: the first of these that is so. */
export function accountState({ enabled }: Account, { lastSuccessAt, lastFailureAt }: Health): Html {
  if (!enabled) return state('notice', 'Switched off')
  if (lastFailureAt && (!lastSuccessAt || lastFailureAt > lastSuccessAt)) return state('major', 'Failing')
  return lastSuccessAt ? state('working', 'Works') : state('notice', 'Not used yet')
}

/** The plugin's numbered steps, with the address of the hook in them. */
export const channelSteps = ({ setup }: Pick<Channel, 'setup'>, hook: string): Html =>
  html`<ol class="steps">${setup
    .split(/^\d+\. /m)
    .filter((step) => step.trim())
    .map((step) => html`<li>${withCode(step.trim(), hook)}</li>`)}</ol>`

/** Text between backticks, and the address, stand as code; addresses of vendors can be followed. */
const withCode = (step: string, hook: string) =>
  step.split(/(`[^`]+`|\{\{hook\}\}|https:\/\/[a-z.]+[a-z](?:\/\w+)*(?=[\s,:.]*(?:\s|$)))/).map((part) => {
    if (part === '{{hook}}') return html`<code>${hook}</code>`
    if (part.startsWith('https://')) return html`<a href="${part}" rel="noreferrer noopener">${part}</a>`
    return /^`.+`$/.test(part) ? html`<code>${part.slice(1, -1).replaceAll('{{hook}}', hook)}</code>` : part
  })

/** What stands in a step before there is a hook. */
export const hookToCome = 'the address that the console shows once it is saved'

export type Grouped<T> = readonly (readonly [medium: Medium, ones: readonly T[]])[]

/** By medium, in the order of the list of media: mail first, then by how many readers have it. */
export function byMedium<T>(all: readonly T[], mediumOf: (one: T) => Medium): Grouped<T> {
  return [...Map.groupBy(all, mediumOf)].sort(([a], [b]) => media.indexOf(a) - media.indexOf(b))
}
