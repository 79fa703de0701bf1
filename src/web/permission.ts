import type { Actor, Role } from '../lib/context.ts'
import { isAtLeast, roleOf } from '../lib/roles.ts'

/** The least role a route asks for; `public` is open to everyone. */
export type Permission = 'public' | Role

/** True where the actor may call what asks for `needed`. Only users and tokens have roles. */
export function mayCall(actor: Actor, needed: Permission): boolean {
  const role = roleOf(actor)
  return needed === 'public' || (role !== null && isAtLeast(role, needed))
}
