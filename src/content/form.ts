import { type Link, linkLines, linksIn } from '../appearance/links.ts'
import { audiencesIn } from '../audiences/fields.ts'
import { InvalidInput } from '../lib/errors.ts'
import { carried } from '../web/carried.ts'
import { localTime, toInstant } from '../web/console/local-time.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { inForm } from './form-problems.ts'
import { rowFields, rowLists, rowsIn, textIn, textKeysIn } from './form-rows.ts'
import { orderIn } from './order.ts'
import { analyticsKeys } from './providers/index.ts'
import { ChangeContent, type Content } from './schema.ts'
import { kindOf } from './social.ts'

/**
 * What the form says, whole. `zone`: the page's, for the times; `known`: the links that it has, for their translations.
 * Throws `InvalidInput` in the form's names.
 */
export function fromFields(values: Values, zone: string, known: readonly Link[] = []): ChangeContent {
  const text = (name: string) => textIn(values, name)
  const { rows, columns } = { rows: text('matrix.rows'), columns: text('matrix.columns') }
  try {
    return parsed(ChangeContent, {
      blocks: orderIn(values, textKeysIn(values)),
      view: text('view'),
      matrix: rows === null && columns === null ? null : { rows: rows ?? '', columns: columns ?? '' },
      header: text('header'),
      footerLinks: linksIn(text('footerLinks'), known),
      announcement: announcementIn(values, zone),
      faq: rowsIn(values, 'faq'),
      contacts: rowsIn(values, 'contacts'),
      social: lines(text('social')).map((url) => ({ kind: kindOf(url), url })),
      texts: rowsIn(values, 'texts'),
      chat: text('chat.provider') && { provider: text('chat.provider'), id: text('chat.id') ?? '' },
      analytics: analyticsKeys.flatMap((provider) => {
        const [id, host] = [text(`analytics.${provider}.id`), text(`analytics.${provider}.host`)]
        return id === null && host === null ? [] : [{ provider, id: id ?? '', host }]
      }),
      consent: text('consent'),
    })
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidInput(error.message, inForm(error.problems, values))
    throw error
  }
}

function announcementIn(values: Values, zone: string) {
  const text = textIn(values, 'announcement.text')
  const at = (name: string) => {
    const local = textIn(values, `announcement.${name}`)
    return local && toInstant(local, zone, `/announcement.${name}`).toISOString()
  }
  const told = textIn(values, 'announcement.translations')
  const audiences = audiencesIn(values, 'announcement.audiences')
  const rest = { ...(audiences && { audiences }), ...(told !== null && { translations: carried(told) }) }
  return text === null ? null : { text, from: at('from'), until: at('until'), ...rest }
}

/** The same the other way. */
export function fieldsOf(content: Content, zone: string): Values {
  const { announcement, chat } = content
  const rows = rowLists.flatMap((list) =>
    content[list].flatMap((row, i) =>
      rowFields[list].map(
        (name) => [`${list}.${i}.${name}`, written(new Map<string, unknown>(Object.entries(row)).get(name))] as const,
      ),
    ),
  )
  const local = (at: string | null | undefined) => (at ? localTime(new Date(at), zone) : '')
  const counted = content.analytics.flatMap(({ provider, id, host }) => [
    [`analytics.${provider}.id`, id] as const,
    [`analytics.${provider}.host`, host ?? ''] as const,
  ])
  return {
    ...(content.blocks && { order: content.blocks, shown: content.blocks }),
    view: content.view,
    'matrix.rows': content.matrix?.rows ?? '',
    'matrix.columns': content.matrix?.columns ?? '',
    header: content.header ?? '',
    footerLinks: linkLines(content.footerLinks),
    'announcement.text': announcement?.text ?? '',
    'announcement.translations': written(announcement?.translations),
    'announcement.audiences': announcement?.audiences ?? [],
    'announcement.from': local(announcement?.from),
    'announcement.until': local(announcement?.until),
    social: content.social.map(({ url }) => url).join('\n'),
    'chat.provider': chat?.provider ?? '',
    'chat.id': chat?.id ?? '',
    consent: content.consent,
    ...Object.fromEntries([...rows, ...counted]),
  }
}

/** A list of audiences is what is ticked. */
const written = (value: unknown): string | string[] =>
  Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : value ? JSON.stringify(value) : ''

const lines = (text: string | null): string[] =>
  (text ?? '').split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
