import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { formOf, isE164, numbers } from './phone.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const known = ['To', 'From', 'Twiml', 'StatusCallback']
const tag = /^<(\/?)(Response|Pause|Say|Gather)((?: [a-zA-Z]+="[^"<]*")*)(\/?)>/

/** https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource */
function answer(request: VendorRequest): VendorAnswer {
  const form = formOf(request)
  const refuse = (status: number, code: number) => ({ status, body: { code, message: 'no', status } })
  if (!/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Calls\.json$/.test(request.path)) return refuse(404, 20404)
  if (!form || [...form.keys()].some((name) => !known.includes(name))) return refuse(400, 20001)
  if (!isE164(form.get('To')) || !isE164(form.get('From'))) return refuse(400, 21211)
  const twiml = form.get('Twiml') ?? ''
  if (twiml.length > 4000 || !heardIn(twiml)) return refuse(400, 21_240)
  return { status: 201, body: { sid: `CA${'0'.repeat(32)}`, status: 'queued' } }
}

/** What is said, tag by tag; null where it is no well-formed TwiML. */
function heardIn(twiml: string): string[] | null {
  const open: string[] = []
  const said: string[] = []
  for (let rest = twiml; rest !== ''; ) {
    const [text = ''] = /^[^<]*/.exec(rest) ?? []
    if (/&(?!(amp|lt|gt|quot|apos);)/.test(text) || (text !== '' && open.at(-1) !== 'Say')) return null
    if (text !== '') said.push(text)
    rest = rest.slice(text.length)
    const [whole, closes, name = '', , itself] = tag.exec(rest) ?? []
    if (whole === undefined) return rest === '' && open.length === 0 ? said : null
    if (closes ? open.pop() !== name : !itself && open.push(name) > 3) return null
    rest = rest.slice(whole.length)
  }
  return open.length === 0 && said.length > 0 ? said : null
}

const read = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

export const vendor: VendorModel = {
  answer,
  // Nothing can be clicked; the host that is read out leads to the page.
  shows: ([request]) => {
    const text = read(heardIn((request && formOf(request)?.get('Twiml')) ?? '')?.[0] ?? '')
    const host = /Read on at (\S+)$/.exec(text)?.[1]
    return { text, pings: [], links: host ? [{ words: host, href: `https://${host}/` }] : [], formats: [] }
  },
  ...numbers,
}
