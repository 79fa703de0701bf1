import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientAddress, neighbourhood } from './client-address.ts'

test('without trusted proxies nobody is believed', () => {
  const client = clientAddress([])
  assert.equal(client('192.0.2.1', '203.0.113.9'), '192.0.2.1')
  assert.equal(client('::ffff:192.0.2.1', null), '192.0.2.1')
})

test('the nearest address that is no proxy of ours is the client', () => {
  const client = clientAddress(['10.0.0.0/8', '2001:db8::1'])
  assert.equal(client('10.1.2.3', '203.0.113.9'), '203.0.113.9')
  assert.equal(client('10.1.2.3', '6.6.6.6, 203.0.113.9, 10.9.9.9'), '203.0.113.9')
  assert.equal(client('2001:db8::1', '203.0.113.9'), '203.0.113.9')
  assert.equal(client('192.0.2.1', '203.0.113.9'), '192.0.2.1')
  assert.equal(client('10.1.2.3', null), '10.1.2.3')
  assert.equal(client('10.1.2.3', 'unknown, garbage'), '10.1.2.3')
  assert.equal(client('10.1.2.3', '10.0.0.1, 10.0.0.2'), '10.0.0.1')
})

test('a mistake in the list is named', () => {
  assert.throws(() => clientAddress(['10.0.0.0/99']), /TRUSTED_PROXIES: "10\.0\.0\.0\/99"/)
})

test('limits count a network of IPv6 as one', () => {
  assert.equal(neighbourhood('2001:db8:1:2:aaaa::1'), neighbourhood('2001:db8:1:2:bbbb::2'))
  assert.notEqual(neighbourhood('2001:db8:1:2::1'), neighbourhood('2001:db8:1:3::1'))
  assert.equal(neighbourhood('::ffff:192.0.2.1'), '192.0.2.1')
})
