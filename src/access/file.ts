import { createPasswords } from '../accounts/passwords.ts'
import type { Context } from '../lib/context.ts'
import { accessRow, secretsIn } from './find.ts'
import { type Access, type ChangeAccess, changed, openAccess, worthSaying } from './schema.ts'

/** What a configuration file says of a page's access, without the secrets that are kept already. */
export async function withoutKeptSecrets(ctx: Context, page: string, access: ChangeAccess): Promise<ChangeAccess> {
  const row = await accessRow(ctx, page)
  const { password, connections, ...rest } = access
  const isKept = password ? await createPasswords().matches(row?.password_hash ?? null, password) : !row?.password_hash
  const secrets = secretsIn(ctx, row)
  const others = connections?.map((one) => {
    if (one.kind !== 'oidc' || !one.clientSecret || one.clientSecret !== secrets[one.key]) return one
    const { clientSecret: _, ...known } = one
    return known
  })
  return { ...rest, ...(isKept ? {} : { password }), ...(others ? { connections: others } : {}) }
}

/** What a file names is all there is: a way in that it does not name is none. Its password stays unless it names one. */
export const wholeAccess = (access: ChangeAccess): ChangeAccess => ({
  ...changed(openAccess, access),
  connections: access.connections ?? [],
  ...(access.password === undefined ? {} : { password: access.password }),
})

/** By name, for plans. A secret stands there only where it is another one. */
export function accessFieldsOfFile(access: ChangeAccess | undefined): Record<string, unknown> {
  if (access === undefined) return {}
  const secrets = (access.connections ?? []).flatMap((one) =>
    one.kind === 'oidc' && one.clientSecret ? [[`access.connections.${one.key}.clientSecret`, one.clientSecret]] : [],
  )
  return {
    ...Object.fromEntries(
      Object.entries(changed(openAccess, access)).map(([name, value]) => [`access.${name}`, value]),
    ),
    ...(access.password === undefined ? {} : { 'access.password': access.password }),
    ...Object.fromEntries(secrets),
  }
}

export const accessSecrets = (access: ChangeAccess | undefined): string[] => [
  'access.password',
  ...(access?.connections ?? []).map(({ key }) => `access.connections.${key}.clientSecret`),
]

/** The same as a file says it; `variable` stands for the client secret of a connection, which no file shows. */
export function accessEntry(access: Access, variable: (key: string) => object): object {
  const { connections, ...rest } = worthSaying(access)
  if (!connections) return rest
  const named = connections.map((one) => (one.kind === 'saml' ? one : { ...one, clientSecret: variable(one.key) }))
  return { ...rest, connections: named }
}
