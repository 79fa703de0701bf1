import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { formOf, isE164, numbers, plainShown } from './phone.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const known = ['To', 'From', 'MessagingServiceSid', 'Body', 'StatusCallback']

/** https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
function answer(request: VendorRequest): VendorAnswer {
  const form = formOf(request)
  const refuse = (status: number, code: number) => ({
    status,
    body: { code, message: 'no', more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  })
  if (!/^Basic \S+$/.test(request.headers.authorization ?? '')) return refuse(401, 20003)
  if (!/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\.json$/.test(request.path)) return refuse(404, 20404)
  if (!form || [...form.keys()].some((name) => !known.includes(name))) return refuse(400, 20001)
  if (!isE164(form.get('To'))) return refuse(400, 21211)
  if (form.has('From') === form.has('MessagingServiceSid')) return refuse(400, 21603)
  if (!form.get('Body')) return refuse(400, 21602)
  // https://www.twilio.com/docs/api/errors/21617
  if ((form.get('Body') ?? '').length > 1600) return refuse(400, 21617)
  return { status: 201, body: { sid: `SM${'0'.repeat(32)}`, status: 'queued', error_code: null } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => plainShown((request && formOf(request)?.get('Body')) ?? ''),
  ...numbers,
}
