import assert from 'node:assert/strict'
import { Socket as Datagrams } from 'node:dgram'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { mailServer } from '../test/mail-server.ts'
import { startVendor, type Vendor } from '../test/vendor.ts'
import { openMailTransport } from './email-transport.ts'
import { channels } from './index.ts'
import { aMessage, everyKind } from './messages.cases.ts'
import { vendorOf } from './vendor.cases.ts'

// S-SSRF-8: while every channel says everything it can say, each connection that this process tries to make is written down,
// whoever makes it. All lead to the vendor, by the guard.

const tried: string[] = []
const { connect } = Socket.prototype
Socket.prototype.connect = function (this: Socket, ...given: Parameters<typeof connect>) {
  this.on('connectionAttempt', (address, port) => void tried.push(`${address}:${port}`))
  this.on('lookup', (_error, _address, _family, host) => void tried.push(`looks up ${host}`))
  return connect.apply(this, given)
} as typeof connect
const { send } = Datagrams.prototype
Datagrams.prototype.send = function (this: Datagrams, ...given: Parameters<typeof send>) {
  tried.push('a datagram')
  return send.apply(this, given)
} as typeof send

const placeOf = (vendor: Pick<Vendor, 'url'>) => new URL(vendor.url.replace(/^smtp:/, 'http:')).host

for (const channel of channels)
  test(`${channel.kind} connects to its vendor, and to nobody else`, async () => {
    const to = channel.sample
    tried.length = 0
    if (channel.usesMail) {
      const server = await mailServer()
      const mail = openMailTransport(server.url, { allow: ['127.0.0.0/8'] })
      const vendor = await startVendor()
      try {
        const outcome = await channel.send(channel.write(aMessage(), to), to, { ...vendor.via(), mail })
        assert.equal(outcome.result, 'sent')
      } finally {
        mail.close()
        await server.stop()
      }
      assert.deepEqual([...new Set(tried)], [placeOf(server)])
      return
    }
    const model = await vendorOf(channel)
    const vendor = await startVendor((request) => model.answer(request))
    for (const message of everyKind()) await channel.send(channel.write(message, to), to, vendor.via())
    assert.ok(vendor.requests.length > 0)
    assert.deepEqual([...new Set(tried)], [placeOf(vendor)])
  })

test('the recorder sees whoever goes round the guard', async () => {
  const vendor = await startVendor()
  tried.length = 0
  await fetch(vendor.url.replace('127.0.0.1', 'localhost'))
  assert.ok(
    tried.some((one) => one.endsWith(`:${new URL(vendor.url).port}`)),
    tried.join(),
  )
})
