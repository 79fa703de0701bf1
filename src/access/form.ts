import { InvalidInput, type Problem } from '../lib/errors.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { type Connection, NewConnection } from './connection.ts'
import { type Access, ChangeAccess } from './schema.ts'

const textOf = (values: Values, name: string) => [values[name] ?? ''].flat()[0]?.trim() ?? ''
const linesOf = (values: Values, name: string) =>
  textOf(values, name)
    .split(/[\s,;]+/)
    .filter((line) => line !== '')

/** What the form says. An empty password stays as it is; a tick removes it. Throws `InvalidInput` in the form's names. */
export function accessIn(values: Values): ChangeAccess {
  const password = textOf(values, 'password')
  return inForm(() =>
    parsed(ChangeAccess, {
      private: textOf(values, 'private') !== '',
      showName: textOf(values, 'showName') !== '',
      ...(textOf(values, 'noPassword') !== '' ? { password: null } : password !== '' ? { password } : {}),
      addresses: linesOf(values, 'addresses'),
      subscribers: textOf(values, 'subscribers') !== '',
      named: textOf(values, 'named') !== '',
      ranges: linesOf(values, 'ranges'),
      sessionHours: Number(textOf(values, 'sessionHours')),
    }),
  )
}

export const accessFields = (access: Access): Values => ({
  ...(access.private && { private: 'on' }),
  ...(access.showName && { showName: 'on' }),
  ...(access.subscribers && { subscribers: 'on' }),
  ...(access.named && { named: 'on' }),
  addresses: access.addresses.join('\n'),
  ranges: access.ranges.join('\n'),
  sessionHours: String(access.sessionHours),
})

const connectionTexts = {
  oidc: ['key', 'name', 'issuer', 'clientId', 'clientSecret', 'scopes'],
  saml: ['key', 'name', 'entityId', 'ssoUrl', 'certificate', 'emailAttribute'],
} as const

export function connectionIn(kind: 'oidc' | 'saml', values: Values): NewConnection {
  const texts = connectionTexts[kind].map((name) => [name, textOf(values, name)] as const)
  return inForm(() =>
    parsed(NewConnection, {
      kind,
      ...Object.fromEntries(texts.filter(([, text]) => text !== '')),
      domains: linesOf(values, 'domains').map((domain) => domain.replace(/^@/, '')),
      attributes: textOf(values, 'attributes')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    }),
  )
}

export const connectionFields = (connection: Connection): Values => ({
  ...Object.fromEntries(Object.entries(connection).filter(([, value]) => typeof value === 'string')),
  domains: connection.domains.join('\n'),
  attributes: connection.attributes.join('\n'),
})

/** What is wrong with one line is wrong with its field. */
function inForm<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidInput(error.message, onceEach(error.problems.map(ofField)))
    throw error
  }
}

const onceEach = (problems: Problem[]) => [
  ...new Map(problems.map((one) => [`${one.pointer} ${one.detail}`, one])).values(),
]

export const ofField = ({ pointer, detail }: Problem): Problem => ({
  pointer: pointer.replace(/^\/connections\/\d+/, '').replace(/^(\/\w+)\/\d+$/, '$1'),
  detail,
})
