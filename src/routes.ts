import type { Accounts } from './accounts/accounts.ts'
import { operatorRoutes } from './operator-routes.ts'
import { readerRoutes } from './reader-routes.ts'
import type { AnyRoute } from './web/route.ts'

/** What routes need beside their context. */
export type Things = { readonly accounts: Accounts }

/** Every route there is. A process loads those of operators when the first of them comes: see router.ts. */
export const allRoutes = (things: Things): AnyRoute[] => [...operatorRoutes(things), ...readerRoutes(things)]
