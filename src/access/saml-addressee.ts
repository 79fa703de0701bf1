import { z } from '../lib/zod.ts'
import { Refused } from './refused.ts'

// As the library reads XML: every element is a list, `$` holds attributes.
const Confirmation = z.object({
  $: z.object({ Method: z.string() }),
  SubjectConfirmationData: z.array(
    z.object({ $: z.object({ Recipient: z.string(), NotOnOrAfter: z.string(), InResponseTo: z.string() }) }),
  ),
})

const Assertion = z.object({
  Assertion: z.object({
    $: z.object({ ID: z.string().min(1), Version: z.literal('2.0') }),
    Subject: z.tuple([z.object({ SubjectConfirmation: z.array(Confirmation).length(1) })]),
    Conditions: z.tuple([z.object({ $: z.object({ NotOnOrAfter: z.string() }) })]),
    AuthnStatement: z.array(z.unknown()).min(1),
  }),
})

/**
 * What the library leaves open, of an assertion whose signature holds: that it is for this address, with an end, an answer
 * to a request, and about a sign-in. Throws Refused.
 */
export function checkAddressee(assertion: unknown, recipient: string) {
  const known = Assertion.safeParse(assertion)
  if (!known.success) {
    const [issue] = known.error.issues
    throw new Refused(`The assertion is incomplete at ${issue?.path.join('/') || 'its root'}.`)
  }
  const { $, Subject, Conditions } = known.data.Assertion
  const [confirmation] = Subject[0].SubjectConfirmation
  const data = confirmation?.SubjectConfirmationData[0]?.$
  if (confirmation?.$.Method !== 'urn:oasis:names:tc:SAML:2.0:cm:bearer' || !data)
    throw new Refused('The assertion is not for whoever bears it.')
  if (data.Recipient !== recipient) throw new Refused(`The assertion is for ${data.Recipient.slice(0, 200)}.`)
  const ends = [data.NotOnOrAfter, Conditions[0].$.NotOnOrAfter].map((text) => Date.parse(text))
  if (ends.some(Number.isNaN)) throw new Refused('The assertion does not say when it ends.')
  return { assertionId: $.ID, requestId: data.InResponseTo, until: new Date(Math.max(...ends)) }
}
