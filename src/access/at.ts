import { NotFound } from '../lib/errors.ts'
import type { Connection } from './connection.ts'
import { accessRow, secretsIn, storedAccess } from './find.ts'
import type { Place } from './place.ts'
import type { Access } from './schema.ts'

/** A connection that somebody signs in with. */
export type At = {
  place: Place
  access: Access
  connection: Connection
  clientSecret: string
  /** Where the provider sends its answer: of the page's own address, whatever the request was sent to. */
  callback: string
}

/** Throws NotFound where the page has no such connection. */
export async function connectionAt(place: Place, key: string): Promise<At> {
  const row = await accessRow(place.ctx, place.page.id)
  const access = storedAccess(row)
  const connection = access.connections.find((one) => one.key === key)
  if (!connection) throw new NotFound('page')
  return {
    place,
    access,
    connection,
    clientSecret: secretsIn(place.ctx, row)[key] ?? '',
    callback: callbackOf(place.frame.page.url, connection),
  }
}

export const callbackOf = (url: string, { kind, key }: Connection) =>
  `${url}/sign-in/${kind === 'oidc' ? 'callback' : 'saml'}/${key}`
