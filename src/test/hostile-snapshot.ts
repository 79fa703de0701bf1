import { blockNames } from '../content/blocks.ts'
import { type Content, plainContent } from '../content/schema.ts'
import type { Snapshot } from '../publishing/snapshot.ts'
import { acmeMetrics } from './acme-metrics.ts'
import { acme, at, component, incident, pastPayments, plannedWork, slowApi, update } from './acme-snapshot.ts'

/** A page on which every text that a person or a monitoring system may write is this one. */
export function hostile(text: string): Snapshot {
  const part = (key: string) => component(key, text, { description: text, tags: { region: text } })
  const named = { id: part('web').id, name: text, status: 'major_outage' as const }
  const posts = [
    update('one', 'identified', text, {
      correctedAt: at('2026-11-22T15:44:00Z'),
      earlier: [{ body: text, until: at('2026-11-22T15:44:00Z') }],
      affected: [{ id: named.id, name: text, from: 'operational', to: 'major_outage' }],
    }),
    update('two', 'investigating', '', { withdrawn: { at: at('2026-11-22T15:43:00Z'), reason: text } }),
  ]
  const written = { title: text, components: [named], updates: posts }
  return acme({
    page: { ...acme().page, name: text, supportUrl: text, content: held(text) },
    components: [{ ...part('web'), status: 'major_outage', children: [part('leaf')] }, part('api')],
    metrics: acmeMetrics().map((one) => ({ ...one, name: text, description: text, unit: text })),
    incidents: [
      slowApi(written),
      incident('notice', { ...written, kind: 'notice', status: 'posted' }),
      plannedWork({ ...written, updates: [update('three', 'scheduled', text)] }),
      pastPayments({ ...written, updates: [update('four', 'resolved', text)] }),
    ],
  })
}

/** What a page holds, as far as it is words. */
const held = (text: string): Content => ({
  ...plainContent,
  blocks: [...blockNames, 'text:own'],
  header: text,
  footerLinks: [{ name: text, url: 'https://acme.example' }],
  announcement: { text },
  faq: [{ question: text, answer: text }],
  contacts: [
    { kind: 'link', label: text, value: 'https://acme.example' },
    { kind: 'address', label: text, value: text },
  ],
  texts: [{ key: 'own', heading: text, text }],
  view: 'matrix',
  matrix: { rows: 'region', columns: 'region' },
})

export const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus=alert(1) x='",
  '</title></style></script><svg onload=alert(1)>',
  '--><iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '[x](javascript:alert(1)) [y](java\tscript:alert(1)) <javascript:alert(1)> [z](&#106;avascript:alert(1))',
  'javascript:alert(1)',
  '![x](https://evil.example/pixel.png) [x](data:text/html,<script>alert(1)</script>)',
  '<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>',
  '<form action=//evil.example><button formaction=javascript:alert(1)>x</form>',
  ']]>&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;\u0000\u0008\ud800\uffff\u2028',
  '{{constructor.constructor("alert(1)")()}} $& $1',
]
