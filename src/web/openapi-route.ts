import { openApiDocument } from './openapi.ts'
import { defineRaw } from './raw-route.ts'
import type { AnyRoute } from './route.ts'

/** The route of the document that describes `routes`; it is built when first asked for. */
export function openApiRoute(routes: readonly AnyRoute[]) {
  let document: string | null = null
  return defineRaw({
    method: 'GET',
    path: '/api/v1/openapi.json',
    permission: 'public',
    summary: 'This API, as OpenAPI 3.1',
    run: async (ctx) => {
      document ??= JSON.stringify(openApiDocument(routes, ctx.settings.url))
      return new Response(document, {
        headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
      })
    },
  })
}
