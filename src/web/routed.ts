import type { AnyRoute } from './route.ts'

/** Tells whether the router has something to say on a path, so that it is not a 404 of the page. */
export function routedBy(routes: readonly AnyRoute[]): (path: string) => boolean {
  const patterns = routes.map(({ path }) => path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+'))
  const declared = new RegExp(`^(?:${[...new Set(patterns)].join('|')})$`)
  return (path) => /^\/(?:console|api\/v1)(?:\/|$)/.test(path) || declared.test(path)
}
