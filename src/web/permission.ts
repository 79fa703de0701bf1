import { type Actor, type Role, roles } from '../lib/context.ts'

/** The least role a route asks for; `public` is open to everyone. */
export type Permission = 'public' | Role

/** True where a role is at least the needed one. */
export const isAtLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)

/** True where the actor may call what asks for `needed`. Only users and tokens have roles. */
export function mayCall(actor: Actor, needed: Permission): boolean {
  if (needed === 'public') return true
  return (actor.kind === 'user' || actor.kind === 'token') && isAtLeast(actor.role, needed)
}
