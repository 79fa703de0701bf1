/** One place to import zod from: with `.openapi()` available on every schema. */
export { z } from '@hono/zod-openapi'
