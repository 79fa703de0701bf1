import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeFiles, isTest } from './code.ts'

// S-SSRF-8: requests leave by the guarded client (src/lib/guarded-fetch.ts). Whoever else could open a connection stands
// here with its reason; nothing that a user names may reach one of them.

const program = codeFiles().filter(
  ({ path }) => !isTest(path) && !/^src\/(test|torture|demo)\//.test(path) && !/\.(cases|fixtures)\.ts$/.test(path),
)

const connecting: Record<string, string> = {
  'src/lib/guarded-fetch.ts': 'the guard itself',
  'src/lib/guarded-connect.ts': 'the guard itself',
  'src/lib/outbound-exchange.ts': 'a type',
  'src/lib/dns.ts': 'asks name servers for records; connects to none of them',
  'src/channels/email-transport.ts': 'the mail server of the operator',
  'src/certificates/order.ts': 'ACME_DIRECTORY_URL of the environment',
  'src/cli/doctor-settings.ts': 'SMTP_URL of the environment',
  'src/access/oidc.ts': 'openid-client, with the guard as its fetch',
  'src/access/saml.ts': 'node-saml reads and writes documents; what it would fetch, it is given',
  'src/channels/web-push.ts': 'web-push encrypts; the request goes by the guard',
  'src/web/at-once.ts': 'a type, of connections that came in',
}

/** Packages that open connections, and what of Node does. Servers and types of theirs do not. */
const clients =
  /\bfrom '(undici|nodemailer|axios|got|ws|node:(http2|dgram|dns|dns\/promises)|dns)'|import\('(acme-client|openid-client|@node-saml\/node-saml|undici|nodemailer)'\)|load\('web-push'\)/
const calls =
  /(?<![.\w])fetch\(|\b(http|https|net|tls)\.(request|get|connect|createConnection)\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\(/
const named = /^import (?:type )?\{([^}]*)\} from 'node:(?:http|https|net|tls)'/gm

test('only the guard, and those who stand here with a reason, open connections', () => {
  const found = program.filter(({ text }) => {
    const bare = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    const names = [...text.matchAll(named)].flatMap(([, list = '']) => list.split(',').map((one) => one.trim()))
    return (
      clients.test(text) ||
      calls.test(bare) ||
      names.some((one) => /^(request|get|connect|createConnection|Socket|Agent|default)\b/.test(one))
    )
  })
  assert.deepEqual(found.map(({ path }) => path).sort(), Object.keys(connecting).sort())
})

test('the libraries that could ask by themselves are given the guard, or never asked to', () => {
  const textOf = (path: string) => program.find((file) => file.path === path)?.text ?? ''
  assert.match(textOf('src/access/oidc.ts'), /\[library\.customFetch\]: guarded\(ctx\)/)
  assert.doesNotMatch(textOf('src/channels/web-push.ts'), /sendNotification/)
  for (const { path, text } of program)
    assert.doesNotMatch(text, /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED|AwsClient\b/, path)
})
