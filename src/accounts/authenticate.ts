import type { Authenticate } from '../web/web.ts'
import { findSession } from './sessions.ts'
import { findByToken } from './tokens.ts'

/** How the router knows who calls. */
export const authenticate: Authenticate = { token: findByToken, session: findSession }
