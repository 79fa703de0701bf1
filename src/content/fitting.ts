import type { Problem } from '../lib/errors.ts'
import { textKey } from './blocks.ts'
import { ChangeContent, type Content, changed, plainContent } from './schema.ts'

/** What does not fit together, although each part alone is right. */
export function misfits(content: Content): Problem[] {
  const { blocks, texts, matrix, view, announcement, analytics, social } = content
  const keys = texts.map(({ key }) => key)
  const missing = (blocks ?? []).flatMap((block, i) => {
    const key = textKey(block)
    return key === null || keys.includes(key)
      ? []
      : [{ pointer: `/blocks/${i}`, detail: `no text has the key "${key}"` }]
  })
  const { from, until } = announcement ?? {}
  const ends =
    from && until && Date.parse(until) <= Date.parse(from)
      ? [{ pointer: '/announcement/until', detail: 'expected a time after the one it is shown from' }]
      : []
  const plan =
    view === 'matrix' && !matrix
      ? [{ pointer: '/matrix', detail: 'expected the tags of the rows and the columns, such as product and region' }]
      : matrix && matrix.rows === matrix.columns
        ? [{ pointer: '/matrix/columns', detail: 'expected another tag than that of the rows' }]
        : []
  return [
    ...missing,
    ...twice('blocks', blocks ?? [], ''),
    ...twice('texts', keys, '/key'),
    ...twice(
      'analytics',
      analytics.map(({ provider }) => provider),
      '/provider',
    ),
    ...twice(
      'social',
      social.map(({ url }) => url),
      '/url',
    ),
    ...ends,
    ...plan,
  ]
}

/** As a file says it whole. */
export const FittingContent = ChangeContent.superRefine((input, ctx) => {
  for (const { pointer, detail } of misfits(changed(plainContent, input)))
    ctx.addIssue({ code: 'custom', path: pointer.split('/').slice(1), message: detail })
})

const twice = (list: string, values: readonly string[], below: string): Problem[] =>
  values.flatMap((value, i) =>
    values.indexOf(value) < i ? [{ pointer: `/${list}/${i}${below}`, detail: `"${value}" is there twice` }] : [],
  )
