import type { Problem } from '../lib/errors.ts'
import type { Values } from '../web/page.ts'
import { isRowList, rowNumbers, textIn } from './form-rows.ts'
import { analyticsKeys } from './providers/index.ts'

/** `/faq/0/answer` is a field of its row; what is wrong with one line is wrong with the lines; `/chat/id` is `chat.id`. */
export const inForm = (problems: readonly Problem[], values: Values): Problem[] =>
  problems.map(({ pointer, detail }) => {
    const [list = '', at = '', field = ''] = pointer.split('/').slice(1)
    if (list === '' || at === '') return { pointer, detail }
    if (list === 'footerLinks' || list === 'social')
      return { pointer: `/${list}`, detail: `line ${Number(at) + 1}: ${detail}` }
    if (list === 'blocks') return { pointer: '/order', detail }
    if (list === 'analytics') return { pointer: `/analytics.${counted(values)[Number(at)]}.${field || 'id'}`, detail }
    if (!isRowList(list)) return { pointer: `/${list}.${at}`, detail }
    return { pointer: `/${list}.${rowNumbers(values, list)[Number(at)] ?? 0}.${field || 'value'}`, detail }
  })

const counted = (values: Values) =>
  analyticsKeys.filter((key) => textIn(values, `analytics.${key}.id`) ?? textIn(values, `analytics.${key}.host`))
