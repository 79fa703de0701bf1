import assert from 'node:assert/strict'
import { modelVendor } from '../test/model-vendor.ts'
import type { VendorRequest } from '../test/vendor.ts'
import type { Channel, Message } from './channel.ts'
import { lengthOf } from './fit.ts'
import { aMessage, arabic, everyKind, family, flag, hostile } from './messages.cases.ts'
import { type Shown, vendorOf } from './vendor.cases.ts'

// What a channel says, tried on a vendor that refuses what the real one would refuse. `npm test` tries each text in each
// place and each kind of message in each place; `thorough`, for `npm run torture -- channels`, each with each.

const incident = aMessage().incident!

/** Where text comes from that nobody has looked at. */
const sources: Record<string, (text: string) => Partial<Message>> = {
  heading: (heading) => ({ heading }),
  body: (body) => ({ body }),
  short: (short) => ({ short }),
  fact: (fact) => ({ facts: [fact] }),
  reason: (because) => ({ because }),
  'page name': (name) => ({ page: { ...aMessage().page, name } }),
  label: (label) => ({ link: { ...aMessage().link, label }, manage: { ...aMessage().manage!, label } }),
  component: (name) => ({
    facts: [`What it affects: ${name}`],
    incident: { ...incident, title: name, components: [{ id: 'c', name, status: 'major_outage' }] },
  }),
}

export const places = Object.keys(sources)

const kinds = ['update', 'withdrawal', 'note'] as const

/** Nothing of a hostile text in `place` pings, links or formats. */
export async function staysHarmless(channel: Channel, place: string, { thorough = false } = {}): Promise<void> {
  const told = await teller(channel)
  for (const [i, text] of hostile.entries())
    for (const kind of thorough ? kinds : [kinds[(i + places.indexOf(place)) % kinds.length]!]) {
      const message = { ...aMessage(sources[place]?.(`Alpha ${text} Omega`)), kind }
      const { shown, requests } = await told(message)
      isHarmless(shown, message, place)
      for (const request of requests) isClean(request)
    }
}

const pieces = ['word ', `${family} `, family, flag, '<&', '*_[]()', '\\', '\n', `${arabic} `, '𝒳']

/** Messages that are far too long, in each way that a message can be. */
function tooLong(piece: string): Partial<Message>[] {
  const line = piece.replaceAll('\n', 'y')
  return [
    { body: piece.repeat(Math.ceil(25_000 / piece.length)) },
    { heading: line.repeat(Math.ceil(2_000 / piece.length)) },
    { facts: Array.from({ length: 500 }, (_, i) => `${i} ${line.repeat(8)}`) },
    { body: '', facts: [], short: piece.repeat(400), manage: null, because: null },
    { because: line.repeat(500) },
  ]
}

/** The channel keeps its limits, whatever the text is made of. */
export async function keepsLimits(channel: Channel, { thorough = false } = {}): Promise<void> {
  const told = await teller(channel)
  for (const [i, piece] of pieces.entries())
    for (const [j, changes] of tooLong(piece).entries()) {
      if (!thorough && j > 0 && (i + j) % 3 > 0) continue
      for (const message of everyKind(changes).slice(0, thorough || (piece === family && j === 0) ? 5 : 1)) {
        const { shown, requests } = await told(message)
        assert.ok(shown.text.length > 0)
        for (const request of requests) isClean(request)
        // Flags and families come whole or not at all.
        if (piece === family)
          assert.ok(!/\u200d(?!\p{Emoji})/u.test(shown.text.replaceAll('\u200d…', '…')), 'half a family')
      }
    }
}

/** The channel says every kind of message, and how to get to the page. */
export async function saysEveryKind(channel: Channel): Promise<void> {
  const told = await teller(channel)
  for (const message of everyKind()) {
    const { shown } = await told(message)
    const said = shown.text.replace(/\s+/g, ' ')
    assert.ok(said.includes('Slower responses from API') || said.includes(message.short ?? '?'), said)
    assert.ok(
      [message.link.url, message.page.url].some((url) => said.includes(url) || has(shown, url)),
      `no way to the page: ${said}`,
    )
  }
}

/** Its own links and dress are a channel's own; a body is Markdown, and what that links, its author linked. */
function isHarmless(shown: Shown, message: Message, place: string) {
  const own = [message.link.url, message.manage?.url, message.page.url]
  const where = `${place} ${message.kind}: ${JSON.stringify(shown)}`
  assert.deepEqual(shown.pings, [], where)
  for (const { words, href } of shown.links) {
    if (own.includes(href)) continue
    assert.match(href, /^https?:\/\/|^mailto:/, where)
    const isAuthors = message.kind !== 'withdrawal' && message.body.includes(href)
    assert.ok(isAuthors || same(words, href), `${href} behind other words: ${where}`)
  }
  if (place === 'body') return
  for (const run of shown.formats)
    assert.ok(!/Alpha|Omega/.test(run) ? !isOfHostile(run) : /Alpha.*(Omega|…)/s.test(run), `${run}: ${where}`)
}

const same = (words: string, href: string) =>
  [words, `${words}/`, `mailto:${words}`].includes(decodeURI(href)) || URL.parse(words)?.href === href

const isOfHostile = (run: string) =>
  /starred|lined|struck|coded|boldly|under|gone|spoiler|both|bold|italic|headed|quoted|listed|fenced|code|x\^2|tada/.test(
    run,
  )

/** Neither half a surrogate nor a control character leaves the house, in JSON or elsewhere. */
function isClean({ json, text, headers }: VendorRequest) {
  // What is encrypted is looked at where the model reads it.
  const isSealed = headers['content-encoding'] !== undefined
  const strings = isSealed ? [] : json === undefined ? [decoded(text)] : stringsOf(json)
  for (const string of [...strings, ...Object.values(headers)]) {
    assert.ok(
      string.isWellFormed() && !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(string),
      JSON.stringify(string).slice(0, 300),
    )
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value && typeof value === 'object'
      ? Object.entries(value).flatMap(([name, held]) => [name, ...stringsOf(held)])
      : []

const has = (shown: Shown, url: string) => shown.links.some(({ href }) => href === url)

/** A strict vendor, and what it shows of a message that is written and sent to it: it must be taken, whole. */
async function teller(channel: Channel) {
  const vendor = await vendorOf(channel)
  const server = modelVendor((request) => vendor.answer(request))
  return async (message: Message) => {
    server.requests.length = 0
    const written = channel.write(message, channel.sample)
    const outcome = await channel.send(written, channel.sample, server.via())
    assert.equal(outcome.result, 'sent', `${message.heading.slice(0, 60)}: ${JSON.stringify(outcome)}`)
    const { max, unit, count } = channel.limits.text
    assert.ok(written.text.isWellFormed())
    assert.ok(
      unit === 'segments' || (count?.(written.text) ?? lengthOf(written.text, unit)) <= max,
      `${written.text.length}: above ${max} ${unit}`,
    )
    return { shown: vendor.shows(server.requests), requests: [...server.requests] }
  }
}
