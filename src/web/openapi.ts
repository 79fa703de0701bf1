import { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '../lib/zod.ts'
import type { AnyRoute, Route } from './route.ts'

/** The OpenAPI 3.1 document of the API's routes. */
export function openApiDocument(routes: readonly AnyRoute[], url: string) {
  const app = new OpenAPIHono()
  const { openAPIRegistry: registry } = app
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  for (const route of routes) if (route.kind === 'api') registry.registerPath(described(route))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Upfront', version: '1', description: 'Status pages and what is posted on them.' },
    servers: [{ url }],
  })
}

function described(route: Route) {
  const { path, summary, description, response } = route
  return {
    method: route.method.toLowerCase() as Lowercase<Route['method']>,
    path,
    summary,
    ...(description ? { description } : {}),
    tags: [...route.tags],
    security: route.permission === 'public' ? [] : [{ token: [] }],
    'x-permission': route.permission,
    request: {
      params: z.object(Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, z.string()]))),
      ...(route.query ? { query: route.query } : {}),
      ...(route.method === 'POST' ? { headers: z.object({ 'Idempotency-Key': z.string().max(255).optional() }) } : {}),
      ...(route.body ? { body: { required: true, content: { 'application/json': { schema: route.body } } } } : {}),
    },
    responses: {
      [route.status]: response
        ? { description: 'Done.', content: { 'application/json': { schema: response } } }
        : { description: 'Done.' },
      default: { description: 'It could not be done.', content: { 'application/problem+json': { schema: Problem } } },
    },
  }
}

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem')
