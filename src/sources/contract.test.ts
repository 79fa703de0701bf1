import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { sampleCertificate } from './cloudwatch.fixtures.ts'
import { parseArrival, sourceOf, sources } from './index.ts'
import { malformed, paths, removed, replaced } from './malformed.cases.ts'
import { type Arrival, type ParseResult, type Source, severities } from './source.ts'

const broken = malformed()

for (const source of sources) {
  test(`${source.kind} describes itself`, () => {
    assert.match(source.kind, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    assert.equal(sourceOf(source.kind), source)
    assert.ok(source.name.length > 1)
    assert.match(source.docs, /^https:\/\//)
    assert.match(source.setup, /\{\{url\}\}/)
    assert.match(source.setup, /^1\. .*\n2\. /s)
    for (const field of Object.values(fieldsOf(source)))
      assert.ok(field.title && field.description, JSON.stringify(field))
  })

  test(`${source.kind} understands its sample, with settings that nobody has filled in`, async () => {
    const { alerts } = await parse(source, sampleOf(source))
    assert.ok(alerts.length >= 1)
    checkResult({ alerts })
    assert.equal(alerts[0]!.state, 'firing')
    assert.ok(alerts[0]!.startedAt)
    assert.ok(alerts[0]!.title !== alerts[0]!.key)
    const again = await parse(source, sampleOf(source))
    assert.deepEqual(again.alerts, alerts, 'the same bytes give the same alert: a repeat is seen as one')
  })

  test(`${source.kind} ignores fields it does not know`, async () => {
    const body = JSON.parse(source.sample.body)
    const more = { ...body, somethingNew: { deep: [1, { a: null }] }, 'é/~': 'x' }
    assert.deepEqual(
      (await parse(source, jsonArrival(source, more))).alerts,
      (await parse(source, sampleOf(source))).alerts,
    )
  })

  test(`${source.kind} answers malformed bodies in words, and soon`, async () => {
    for (const [name, body] of broken) {
      const started = performance.now()
      await settles(source, arrivalOf(source, body), name)
      assert.ok(performance.now() - started < 10_000, `${name} took ${performance.now() - started} ms`)
    }
  })

  test(`${source.kind} survives every field of its sample being wrong, one at a time`, async () => {
    const body = JSON.parse(source.sample.body)
    for (const path of paths(body))
      for (const value of [
        null,
        5,
        -1e300,
        true,
        '',
        'null',
        '$EVENT_TITLE',
        'x'.repeat(2_000),
        [],
        [[[]]],
        {},
        { a: { b: [] } },
        '\0\ud800',
      ])
        await settles(
          source,
          jsonArrival(source, replaced(body, path, value)),
          `${path.join('/')} = ${JSON.stringify(value).slice(0, 40)}`,
        )
    for (const path of paths(body))
      await settles(source, jsonArrival(source, removed(body, path)), `${path.join('/')} missing`)
  })

  test(`${source.kind} survives any JSON`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), (body) => settles(source, arrivalOf(source, Buffer.from(body)), body)),
      { numRuns: 150 },
    )
  })
}

test('an error never carries a secret of the settings', async () => {
  const withSecrets = sources.filter((source) => Object.values(fieldsOf(source)).some((field) => field.secret))
  assert.ok(withSecrets.length > 0)
  for (const source of withSecrets) {
    const secrets = Object.entries(fieldsOf(source)).filter(([, field]) => field.secret)
    const settings = Object.fromEntries(secrets.map(([name]) => [name, 'do-not-tell']))
    for (const [, body] of broken)
      await assert.rejects(
        parse(source, arrivalOf(source, body), settings),
        (error: Error) => !error.message.includes('do-not-tell'),
      )
    await assert.rejects(
      parse(source, sampleOf(source), { ...settings, [secrets[0]![0]]: ['do-not-tell'] }),
      (error: Error) => !error.message.includes('do-not-tell'),
    )
  }
})

test('kinds are unique', () => {
  assert.equal(new Set(sources.map(({ kind }) => kind)).size, sources.length)
  assert.equal(sourceOf('constructor'), undefined)
})

/** Alerts, or an error that says what was expected; never anything else. */
async function settles(source: Source, arrival: Arrival, what: string) {
  try {
    checkResult(await parse(source, arrival))
  } catch (error) {
    const isExpected = error instanceof InvalidInput || error instanceof Unauthenticated
    assert.ok(isExpected, `${source.kind}: ${what}: ${error instanceof Error ? error.stack : error}`)
    assert.ok(error.message.length > 10 && error.message.length < 800, error.message)
    if (error instanceof InvalidInput)
      for (const { pointer, detail } of error.problems) assert.ok(/^(\/|$)/.test(pointer) && detail)
  }
}

function checkResult(result: ParseResult) {
  if ('note' in result) assert.ok(result.note.length > 0)
  for (const alert of result.alerts) {
    assert.ok(alert.key.length > 0 && alert.key.length <= 500)
    assert.ok(alert.occurrence === null || (alert.occurrence.length > 0 && alert.occurrence.length <= 200))
    assert.ok(['firing', 'resolved', 'other'].includes(alert.state))
    assert.ok(alert.severity === null || severities.includes(alert.severity))
    assert.ok(alert.title.length > 0 && alert.title.length <= 500)
    assert.ok(alert.summary === null || (typeof alert.summary === 'string' && alert.summary.length <= 10_000))
    assert.ok(Object.values(alert.labels).every((value) => typeof value === 'string' && value.length <= 1_000))
    assert.ok(alert.url === null || /^https?:\/\//i.test(alert.url))
    for (const time of [alert.startedAt, alert.endedAt]) assert.ok(time === null || time.getUTCFullYear() > 1989)
    const texts = JSON.stringify([alert.key, alert.occurrence, alert.title, alert.summary, alert.labels])
    assert.ok(!/\\u0000|\\ud[89a-f]/i.test(texts), 'PostgreSQL stores neither NUL nor half a surrogate')
  }
}

const parse = (source: Source, arrival: Arrival, settings: unknown = {}) =>
  parseArrival(source, arrival, {
    settings,
    now: () => new Date('2026-03-01T10:00:00Z'),
    http: async () => ({ status: 200, headers: {}, body: Buffer.from(sampleCertificate) }),
  })

const sampleOf = (source: Source) => arrivalOf(source, Buffer.from(source.sample.body))
const jsonArrival = (source: Source, body: unknown) => arrivalOf(source, Buffer.from(JSON.stringify(body) ?? ''))
const arrivalOf = ({ sample }: Source, body: Buffer): Arrival => ({
  body,
  headers: { 'content-type': sample.contentType, ...sample.headers },
  query: {},
})

const fieldsOf = (source: Source) =>
  (z.toJSONSchema(source.settings, { io: 'input' }).properties ?? {}) as Record<
    string,
    { title?: string; description?: string; secret?: boolean }
  >
