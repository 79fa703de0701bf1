import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { DnsFailed } from './dns.ts'
import { dkimValue, mailRecords } from './mail-records.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const dkim = { selector: 'upfront', privateKey }
const statesOf = async (published: Record<string, string[]>) =>
  (await mailRecords({ txt: async (name) => published[name] ?? [] }, { domain: 'acme.example', dkim })).map(
    ({ what, state }) => `${what} ${state}`,
  )

test('each record is found, missing, or another one', async () => {
  const value = dkimValue(privateKey)
  assert.match(value, /^v=DKIM1; k=rsa; p=MIIBIjANBgkq[A-Za-z0-9+/=]+$/)
  assert.deepEqual(await statesOf({}), ['SPF missing', 'DKIM missing', 'DMARC missing'])
  assert.deepEqual(
    await statesOf({
      'acme.example': ['google-site-verification=x', 'v=spf1 include:_spf.acme.example -all'],
      'upfront._domainkey.acme.example': [value.replace('; k=rsa', '').replace('p=', 'p= ')],
      '_dmarc.acme.example': ['v=DMARC1; p=reject'],
    }),
    ['SPF published', 'DKIM published', 'DMARC published'],
  )
  assert.deepEqual(
    await statesOf({ 'upfront._domainkey.acme.example': ['v=DKIM1; p=AAAA'], '_dmarc.acme.example': ['x'] }),
    ['SPF missing', 'DKIM different', 'DMARC missing'],
  )
})

test('where nobody can tell, nothing is claimed', async () => {
  const txt = () => Promise.reject(new DnsFailed('no answer'))
  const records = await mailRecords({ txt }, { domain: 'acme.example' })
  assert.deepEqual(
    records.map(({ what, state }) => `${what} ${state}`),
    ['SPF unknown', 'DMARC unknown'],
  )
})
