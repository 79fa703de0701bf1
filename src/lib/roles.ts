import { type Actor, type Context, type Role, roles } from './context.ts'
import { Forbidden } from './errors.ts'

/** True where a role is at least the needed one. */
export const isAtLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed)

/** The role of whoever has one: people and tokens. The program itself and its operator at the shell have none. */
export const roleOf = (actor: Actor): Role | null => ('role' in actor ? actor.role : null)

/** Throws Forbidden where the actor would touch or give a role above their own. */
export function refuseAbove(ctx: Context, role: Role): void {
  const own = roleOf(ctx.actor)
  const trusted = ctx.actor.kind === 'system' || ctx.actor.kind === 'file'
  if (trusted || (own !== null && isAtLeast(own, role))) return
  throw new Forbidden(`Nobody can give or change a role above their own; this one is ${role}.`)
}

/** A role as the database keeps it. */
export function asRole(text: string): Role {
  const role = roles.find((one) => one === text)
  if (!role) throw new Error(`unknown role ${text}`)
  return role
}
