import { roles } from '../lib/context.ts'
import { isAtLeast } from '../lib/roles.ts'
import type { AnyRoute } from '../web/route.ts'
import { type CallAs, type Caller, callers } from './callers.ts'

/** One cell that is not as the route declares it. */
export type Difference = { route: string; caller: Caller; status: number; expected: string }

/**
 * Calls every route as everybody, with ids that do not exist, and compares with the permission it declares. What comes
 * after the permission (404, 422, a page) does not matter here, as long as it is no failure.
 */
export async function routeMatrix(routes: readonly AnyRoute[], call: CallAs): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const route of routes) {
    const path = filled(route.path, 'zzzzzzzzzzzz')
    const responses = await Promise.all(callers.map((caller) => call(caller, route, path)))
    for (const [i, caller] of callers.entries()) {
      const { status } = responses[i]!
      const expected = expectedOf(route, caller)
      if (!fits(responses[i]!, expected))
        differences.push({ route: `${route.method} ${route.path}`, caller, status, expected })
    }
  }
  return differences
}

/** A path with a value for what varies in it. */
export const filled = (path: string, value: string) => path.replaceAll(/\{\w+\}/g, value)

type Expected = 'in' | 'unknown' | 'sign in' | 'forbidden'

function expectedOf(route: AnyRoute, caller: Caller): Expected {
  const { permission, kind } = route
  if (permission === 'public' || caller === 'other organization') return 'in'
  const role = roles.find((one) => one === caller)
  if (!role) return kind === 'page' || kind === 'form' ? 'sign in' : 'unknown'
  return isAtLeast(role, permission) ? 'in' : 'forbidden'
}

function fits(response: Response, expected: Expected): boolean {
  const { status } = response
  const toSignIn = status === 303 && response.headers.get('location')?.startsWith('/console/sign-in?next=') === true
  if (expected === 'unknown') return status === 401
  if (expected === 'forbidden') return status === 403
  if (expected === 'sign in')
    return status === 303 && response.headers.get('location')?.startsWith('/console/sign-in') === true
  return status < 500 && status !== 401 && status !== 403 && status !== 405 && !toSignIn
}
