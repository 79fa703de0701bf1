import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { formOf, numbers, plainShown } from './phone.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const known = ['api_key', 'api_secret', 'from', 'to', 'text', 'type', 'client-ref', 'callback']

/** https://developer.vonage.com/en/api/sms: what is refused is refused with 200 and a status. */
function answer(request: VendorRequest): VendorAnswer {
  const form = formOf(request)
  const said = (status: string) => ({
    status: 200,
    body: { 'message-count': '1', messages: [{ status, 'error-text': 'no' }] },
  })
  if (request.path !== '/sms/json') return { status: 404 }
  if (!form || [...form.keys()].some((name) => !known.includes(name))) return said('3')
  if (!form.get('api_key') || !form.get('api_secret') || !form.get('from') || !form.get('text')) return said('2')
  if (!/^[1-9]\d{6,14}$/.test(form.get('to') ?? '')) return said('3')
  // https://developer.vonage.com/en/api/sms: client-ref at most 100, text at most 3,200
  if ((form.get('client-ref') ?? '').length > 100 || (form.get('text') ?? '').length > 3200) return said('3')
  // Without type=unicode these arrive as question marks.
  if (
    form.get('type') !== 'unicode' &&
    /[^\n\x20-\x7e£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]|`/.test(form.get('text') ?? '')
  )
    return said('3')
  return {
    status: 200,
    body: { 'message-count': '1', messages: [{ to: form.get('to'), 'message-id': '0A0000000123ABCD1', status: '0' }] },
  }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => plainShown((request && formOf(request)?.get('text')) ?? ''),
  idOf: (request) => formOf(request)?.get('client-ref'),
  ...numbers,
}
