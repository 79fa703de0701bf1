import { consoleUrl } from '../lib/console-url.ts'
import type { InstallationSettings } from '../lib/context.ts'
import { type AccessRow, storedAccess } from './find.ts'
import { offersMail } from './schema.ts'

/** What a page's door looks like from outside. */
export type Entrance = {
  private: boolean
  showName: boolean
  password: boolean
  mail: boolean
  /** Single sign-on, by key and by what the button says. */
  connections: { key: string; name: string }[]
  /** Where those come in who write the page. */
  staff: string
}

/** Null where anybody reads the page and nobody signs in. */
export function entranceOf(settings: InstallationSettings, row: AccessRow | undefined): Entrance | null {
  if (!row) return null
  const access = storedAccess(row)
  const entrance: Entrance = {
    private: access.private,
    showName: access.showName || !access.private,
    // On a public page it would tell nobody who somebody is.
    password: access.private && row.password_hash !== null,
    mail: offersMail(access),
    connections: access.connections.map(({ key, name }) => ({ key, name })),
    staff: `${consoleUrl(settings)}/console/enter/${row.page_id}`,
  }
  return entrance.private || canSignIn(entrance) ? entrance : null
}

export const canSignIn = ({ password, mail, connections }: Entrance) => password || mail || connections.length > 0
