import assert from 'node:assert/strict'
import { test } from 'node:test'
import { neighbourhood, throughProxies } from './client-address.ts'

const clientAddress = (trusted: string[]) => {
  const through = throughProxies(trusted)
  return (peer: string, forwardedFor: string | null) => through(peer, { 'x-forwarded-for': forwardedFor }).address
}

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

test('the scheme is what a proxy of ours says, and what nobody else says', () => {
  const through = throughProxies(['10.0.0.0/8'])
  const scheme = (peer: string, proto: string | undefined, forwardedFor?: string) =>
    through(peer, { 'x-forwarded-for': forwardedFor, 'x-forwarded-proto': proto }).scheme
  assert.equal(scheme('10.1.2.3', 'https', '203.0.113.9'), 'https')
  assert.equal(scheme('10.1.2.3', 'HTTPS'), 'https')
  assert.equal(scheme('10.1.2.3', 'http', '203.0.113.9'), 'http')
  assert.equal(scheme('192.0.2.1', 'https', '203.0.113.9'), null)
  for (const nonsense of [undefined, '', 'wss', 'https\thttps']) assert.equal(scheme('10.1.2.3', nonsense), null)
})

test('of several schemes the one counts that our outermost proxy saw', () => {
  const through = throughProxies(['10.0.0.0/8'])
  const scheme = (proto: string, forwardedFor: string) =>
    through('10.0.0.1', { 'x-forwarded-for': forwardedFor, 'x-forwarded-proto': proto }).scheme
  assert.equal(scheme('https, http', '203.0.113.9, 10.0.0.2'), 'https')
  assert.equal(scheme('https', '203.0.113.9, 10.0.0.2'), 'https')
  assert.equal(scheme('https, http', '203.0.113.9'), 'http', 'what stands before is the word of a stranger')
})

test('a mistake in the list is named', () => {
  assert.throws(() => throughProxies(['10.0.0.0/99']), /TRUSTED_PROXIES: "10\.0\.0\.0\/99"/)
})

test('limits count a network of IPv6 as one', () => {
  assert.equal(neighbourhood('2001:db8:1:2:aaaa::1'), neighbourhood('2001:db8:1:2:bbbb::2'))
  assert.notEqual(neighbourhood('2001:db8:1:2::1'), neighbourhood('2001:db8:1:3::1'))
  assert.equal(neighbourhood('::ffff:192.0.2.1'), '192.0.2.1')
})
