import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseUrl, ConfigMistakes, loadConfig } from './config.ts'

const files: Record<string, string> = { '/run/secrets/db': 'postgresql://u:p@db/upfront\n', '/run/secrets/none': '\n' }
const readFile = (path: string) => {
  if (files[path] === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`)
  return files[path]
}
const load = (env: Record<string, string>) => loadConfig(env, readFile)
const mistakes = (env: Record<string, string>): readonly string[] => {
  try {
    load(env)
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes
    throw error
  }
  return []
}

test('nothing set: everything in one process on loopback', () => {
  const { dataDir, ...config } = load({})
  assert.match(dataDir, /\/data$/)
  assert.deepEqual(config, {
    databaseUrl: null,
    host: '127.0.0.1',
    port: 3000,
    url: null,
    secret: null,
    adminToken: null,
    configFile: null,
    roles: ['web', 'worker', 'monitor'],
    smtpUrl: null,
    mailFrom: null,
    bounces: null,
    bounceDomain: null,
    outboundAllow: [],
    trustedProxies: [],
    consoleUrl: null,
    tls: null,
    publishFolder: null,
    bucket: null,
    publishWait: 5,
    messagesPerHour: 10,
    logLevel: 'info',
    logFormat: 'json',
  })
})

test('everything set', () => {
  const config = load({
    DATABASE_URL_FILE: '/run/secrets/db',
    PORT: '0',
    UPFRONT_URL: 'https://Status.Acme.example/',
    UPFRONT_ROLES: 'worker, web',
    OUTBOUND_ALLOW: 'mail.internal:25, 10.0.0.0/8,[::1]:80',
    TRUSTED_PROXIES: '10.0.0.0/8,::1',
    SMTP_URL: 'smtp://user:pass@mail:587',
    MAIL_FROM: 'Acme Status <status@acme.example>',
    UPFRONT_CONFIG: '/etc/upfront.yaml',
    LOG_FORMAT: 'text',
  })
  assert.equal(config.databaseUrl, 'postgresql://u:p@db/upfront')
  assert.equal(config.port, 0)
  assert.equal(config.url, 'https://status.acme.example')
  assert.deepEqual(config.roles, ['web', 'worker'])
  assert.deepEqual(config.outboundAllow, ['mail.internal:25', '10.0.0.0/8', '[::1]:80'])
  assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '::1'])
})

test('an empty value is not given', () => {
  assert.equal(load({ DATABASE_URL: '', PORT: '', UPFRONT_SECRET_FILE: '' }).port, 3000)
})

test('an address that is cut short is none', () => {
  for (const entry of ['1.2.3', '10.0.0.0/8,0x7f.1', '127.1', 'proxy', '::1::'])
    assert.equal(mistakes({ TRUSTED_PROXIES: entry }).length, 1, entry)
  assert.deepEqual(load({ TRUSTED_PROXIES: '192.0.2.7, 2001:db8::/32,::1' }).trustedProxies.length, 3)
})

test('every mistake is told at once, by name, with what was expected and found', () => {
  const found = mistakes({
    PORT: '70000',
    UPFRONT_URL: 'status.acme.example',
    UPFRONT_ROLES: 'web,wroker',
    OUTBOUND_ALLOW: 'mail.internal',
    TRUSTED_PROXIES: '10.0.0.0/33',
    LOG_LEVEL: 'loud',
    MAIL_FROM: 'nobody',
    UPFRONT_SECRET_FILE: '/run/secrets/none',
    SMTP_URL_FILE: '/run/secrets/absent',
  })
  assert.deepEqual(found.map((line) => line.split(':')[0]).sort(), [
    ...['LOG_LEVEL', 'MAIL_FROM', 'OUTBOUND_ALLOW', 'PORT', 'SMTP_URL_FILE', 'TRUSTED_PROXIES'],
    ...['UPFRONT_ROLES', 'UPFRONT_SECRET_FILE', 'UPFRONT_URL'],
  ])
  assert.ok(found.includes('PORT: expected a number from 0 to 65535, found "70000"'))
  assert.ok(
    found.includes(
      'UPFRONT_ROLES: expected one or more of web, worker, monitor, separated by commas, found "web,wroker"',
    ),
  )
})

test('a secret is never told', () => {
  const env = {
    DATABASE_URL: 'mysql://hunter2',
    UPFRONT_SECRET: 'hunter2',
    UPFRONT_ADMIN_TOKEN: 'hunt 2',
    SMTP_URL: 'hunter2',
  }
  const found = mistakes(env)
  assert.equal(found.length, 4)
  assert.doesNotMatch(found.join(), /hunt/)
})

test('a weak secret is refused, a good one is taken', () => {
  assert.equal(mistakes({ UPFRONT_SECRET: 'x'.repeat(64) }).length, 1)
  assert.equal(mistakes({ UPFRONT_SECRET: 'b8Jx0c1hZ2n0Kq7vRr3tYw5uLm9pQe4s' }).length, 0)
})

test('a mail server alone: the sender is at the host of the pages', () => {
  const SMTP_URL = 'smtp://mail:25'
  assert.equal(load({ SMTP_URL, UPFRONT_URL: 'https://status.acme.example' }).mailFrom, 'status@status.acme.example')
  assert.equal(load({ SMTP_URL, UPFRONT_URL: 'http://127.0.0.1:3000' }).mailFrom, 'status@localhost')
})

test('a secret given twice, and a console on the host of the pages', () => {
  assert.match(mistakes({ DATABASE_URL: 'postgres://db/x', DATABASE_URL_FILE: '/run/secrets/db' })[0]!, /found both/)
  assert.match(
    mistakes({ UPFRONT_URL: 'https://a.example', UPFRONT_CONSOLE_URL: 'https://a.example' })[0]!,
    /host of its own/,
  )
  assert.match(mistakes({ UPFRONT_URL: 'https://a.example/status' })[0]!, /without a path/)
})

test('the address of links without UPFRONT_URL', () => {
  assert.equal(baseUrl({ url: null, host: '127.0.0.1' }, 4000), 'http://127.0.0.1:4000')
  assert.equal(baseUrl({ url: null, host: '::' }, 4000), 'http://localhost:4000')
  assert.equal(baseUrl({ url: null, host: '::1' }, 4000), 'http://[::1]:4000')
  assert.equal(baseUrl({ url: 'https://a.example', host: '::1' }, 4000), 'https://a.example')
})

test('a bucket is named with all that it takes to write into it, and its style is told by its address', () => {
  const given = { PUBLISH_S3_KEY_ID: 'AKIA', PUBLISH_S3_SECRET: 'secret' }
  const bucket = (url: string, more = {}) => load({ ...given, PUBLISH_S3_URL: url, ...more }).bucket
  assert.deepEqual(bucket('https://acme.s3.eu-central-1.amazonaws.com/status', { PUBLISH_S3_REGION: 'eu-central-1' }), {
    url: 'https://acme.s3.eu-central-1.amazonaws.com/status',
    keyId: 'AKIA',
    secret: 'secret',
    region: 'eu-central-1',
    style: 'host',
  })
  assert.equal(bucket('https://s3.eu-central-1.amazonaws.com/acme')?.style, 'path')
  assert.equal(bucket('https://acme.store.example', { PUBLISH_S3_STYLE: 'host' })?.style, 'host')
  assert.deepEqual(mistakes({ PUBLISH_S3_URL: 'https://store.example/acme', PUBLISH_S3_KEY_ID: 'AKIA' }), [
    'PUBLISH_S3_SECRET: expected a value, since PUBLISH_S3_URL is given',
  ])
  assert.deepEqual(mistakes({ ...given, PUBLISH_S3_URL: 'https://store.example' }), [
    'PUBLISH_S3_URL: expected the bucket in its path, or PUBLISH_S3_STYLE=host where the host names it',
  ])
  assert.match(
    mistakes({ PUBLISH_FOLDER: 'mnt/status', PUBLISH_WAIT: 'long', MESSAGES_PER_HOUR: '-1' }).join(' '),
    /PUBLISH_FOLDER.*PUBLISH_WAIT.*MESSAGES_PER_HOUR/,
  )
})

test('TLS of our own: where certificates come from, and links that say https', () => {
  const UPFRONT_URL = 'https://status.acme.example'
  assert.deepEqual(load({ TLS_PORT: '443', UPFRONT_URL }).tls, {
    port: 443,
    directory: 'https://acme-v02.api.letsencrypt.org/directory',
    email: null,
  })
  const wrong = { TLS_PORT: '443', ACME_DIRECTORY_URL: 'http://ca.example', ACME_EMAIL: 'nobody' }
  assert.match(
    mistakes({ ...wrong, UPFRONT_URL }).join(),
    /ACME_DIRECTORY_URL: expected an https.*ACME_EMAIL: expected/,
  )
  assert.match(mistakes({ TLS_PORT: '443' }).join(), /TLS_PORT: expected UPFRONT_URL with https/)
})
