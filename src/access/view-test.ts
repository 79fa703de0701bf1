import { html } from '../lib/html.ts'
import type { Frame } from '../publishing/frame.ts'
import type { Statement } from './statement.ts'
import { doorLayout } from './view.ts'

export type Tested =
  | { refusal: string }
  | {
      refusal: null
      statement: Statement
      counted: { email: string | null; why: string }
      attributes: Record<string, string[]>
    }

/** What an operator's try of a connection came to. For operators, and in their language. */
export const testResult = (frame: Frame, tested: Tested): string =>
  doorLayout(
    frame,
    'Test of the connection',
    tested.refusal === null
      ? html`<h1 class="page-title">The connection works</h1>
<p class="lede">A reader with this answer is let in. Nobody was signed in by this test.</p>
<dl class="facts"><dt>Known as</dt><dd><code>${tested.statement.subject}</code></dd>
<dt>E-mail address</dt><dd>${tested.counted.email ?? 'None'}: ${tested.counted.why}</dd>
<dt>Attributes that count</dt><dd><code>${JSON.stringify(tested.attributes)}</code></dd>
<dt>All that came</dt><dd><pre>${JSON.stringify(tested.statement.claims, null, 2).slice(0, 10_000)}</pre></dd></dl>`
      : html`<h1 class="page-title">The connection does not work</h1>
<p class="lede">A reader with this answer is refused.</p>
<p role="alert">${tested.refusal}</p>`,
  )
