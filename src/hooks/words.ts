import { type Html, html } from '../lib/html.ts'
import { sourceOf } from '../sources/index.ts'
import { state } from '../web/console/marks.ts'
import { isMuted } from '../web/console/mute.ts'
import type { Clock } from '../web/console/times.ts'
import type { SourceRow } from './find.ts'

/** How a source is: the first of these that is so. */
export function sourceState(source: SourceRow, clock: Clock): Html {
  if (isMuted(source.muted_until, clock)) return state('maintenance', 'Muted')
  if (source.silent_since) return state('major', 'Silent')
  return source.last_arrival_at ? state('working', 'Heard') : state('notice', 'Never heard')
}

export const vendorOf = (kind: string): string => sourceOf(kind)?.name ?? kind

/** The plugin's numbered steps, with the address in them. */
export const setupSteps = (kind: string, url: string): Html =>
  html`<ol class="steps">${(sourceOf(kind)?.setup ?? '')
    .split(/^\d+\. /m)
    .filter((step) => step.trim())
    .map((step) => html`<li>${withCode(step.trim(), url)}</li>`)}</ol>`

/** Text between backticks, and the address, stand as code. */
const withCode = (step: string, url: string) =>
  step
    .split(/(`[^`]+`|\{\{url\}\})/)
    .map((part) =>
      part === '{{url}}'
        ? html`<code>${url}</code>`
        : /^`.+`$/.test(part)
          ? html`<code>${part.slice(1, -1)}</code>`
          : part,
    )

/** A line for a shell that sends the plugin's sample to the address. */
export function curlLine(kind: string, url: string): string {
  const sample = sourceOf(kind)?.sample
  if (!sample) return `curl ${quoted(url)}`
  const headers = Object.entries({ 'content-type': sample.contentType, ...sample.headers })
  const lines = [
    `curl ${quoted(url)}`,
    ...headers.map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    `  --data-binary ${quoted(sample.body)}`,
  ]
  return lines.join(' \\\n')
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
