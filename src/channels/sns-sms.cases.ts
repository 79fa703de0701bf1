import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { formOf, isE164, numbers, plainShown } from './phone.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function answer(request: VendorRequest): VendorAnswer {
  const form = formOf(request)
  const refuse = (status: number, code: string, said = '') => ({
    status,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${said}</Message></Error></ErrorResponse>`,
  })
  if (
    !/^AWS4-HMAC-SHA256 Credential=\S+\/\d{8}\/[a-z0-9-]+\/sns\/aws4_request, /.test(
      request.headers.authorization ?? '',
    )
  )
    return refuse(403, 'MissingAuthenticationToken')
  if (form?.get('Action') !== 'Publish' || form.get('Version') !== '2010-03-31') return refuse(400, 'InvalidAction')
  if (!isE164(form.get('PhoneNumber'))) return refuse(400, 'InvalidParameter', 'Invalid parameter: PhoneNumber')
  if (!form.get('Message') || (form.get('Message') ?? '').length > 1600)
    return refuse(400, 'InvalidParameter', 'Invalid parameter: Message')
  if (form.get('MessageAttributes.entry.1.Value.StringValue') !== 'Transactional')
    return refuse(400, 'ParameterValueInvalid')
  return {
    status: 200,
    body: '<PublishResponse><PublishResult><MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult></PublishResponse>',
  }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => plainShown((request && formOf(request)?.get('Message')) ?? ''),
  ...numbers,
}
