import assert from 'node:assert/strict'
import { test } from 'node:test'
import { media } from './channel.ts'
import { channelOf, channels } from './index.ts'
import { fieldsOf, secretsOf, vendorOf } from './vendor.cases.ts'

for (const channel of channels) {
  const { settings, target } = channel.sample

  test(`${channel.kind} describes itself`, () => {
    assert.match(channel.kind, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    assert.equal(channelOf(channel.kind), channel)
    assert.ok(media.includes(channel.medium))
    assert.ok(channel.name.length > 0)
    assert.ok(channel.reaches.length > 0)
    assert.match(channel.docs, /^https:\/\//)
    assert.match(channel.limits.text.source, /^https:\/\//)
    if (channel.limits.rate) assert.match(channel.limits.rate.source, /^https:\/\//)
    assert.match(channel.setup, /^1\. .*\n2\. /s)
    assert.equal(/\{\{hook\}\}/.test(channel.setup), channel.hear !== undefined, 'who listens says where')
    for (const schema of [channel.settings, channel.target])
      for (const [name, field] of Object.entries(fieldsOf(schema)))
        assert.ok(field.title && field.description, `${name}: ${JSON.stringify(field)}`)
  })

  test(`${channel.kind} takes its sample`, () => {
    assert.ok(channel.settings.safeParse(settings).success)
    assert.ok(channel.target.safeParse(target).success)
    assert.match(channel.host(channel.sample), /^[a-z0-9.:-]+$/)
  })

  test(`${channel.kind} refuses what is wrong, in words`, () => {
    for (const [schema, sample] of [
      [channel.settings, settings],
      [channel.target, target],
    ] as const) {
      for (const wrong of [null, 5, 'text', [], true])
        assert.ok(!schema.safeParse(wrong).success, `takes ${JSON.stringify(wrong)}`)
      for (const name of Object.keys(fieldsOf(schema)))
        for (const wrong of [null, 5, -1e300, [], [[]], {}, { a: 1 }, '\0\ud800', 'x'.repeat(20_000), 'a\r\nb: c'])
          saysWhatIsWrong(schema.safeParse({ ...Object(sample), [name]: wrong }), name, wrong)
    }
  })

  test(`${channel.kind} knows one destination in its spellings, and calls it without its secrets`, async () => {
    const vendor = await vendorOf(channel)
    const own = channel.identity(target)
    assert.ok(own.length > 0)
    for (const same of vendor.spellings) assert.equal(channel.identity(channel.target.parse(same)), own)
    for (const other of vendor.others) assert.notEqual(channel.identity(channel.target.parse(other)), own)
    const label = channel.label(target)
    assert.ok(label.length > 0 && label.length <= 100)
    for (const secret of secretsOf(channel)) assert.ok(!label.includes(secret), label)
    assert.ok(label !== own || secretsOf(channel).length === 0)
  })
}

test('kinds are unique, and so are the targets of a medium', () => {
  assert.equal(new Set(channels.map(({ kind }) => kind)).size, channels.length)
  assert.equal(channelOf('constructor'), undefined)
  for (const medium of media) {
    const shapes = channels
      .filter((channel) => channel.medium === medium && channel.reaches.includes('subscriber'))
      .map(({ target }) => Object.keys(fieldsOf(target)).sort().join())
    assert.ok(new Set(shapes).size <= 1, `${medium}: ${shapes.join(' and ')}`)
  }
})

type Parsed = { success: boolean; error?: { issues: { message: string; path: PropertyKey[] }[] } | undefined }

/** Some fields take anything that is text, some are optional; what is refused is refused with the place and the reason. */
function saysWhatIsWrong({ success, error }: Parsed, name: string, value: unknown) {
  const isText = typeof value === 'string'
  assert.ok(
    !success || (isText && !/[\0\r\n\ud800]/.test(value)),
    `${name} takes ${JSON.stringify(value).slice(0, 60)}`,
  )
  for (const { message } of error?.issues ?? []) assert.ok(message.length > 8 && message.length < 300, message)
}
