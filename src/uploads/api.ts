import { usesOf } from '../appearance/uses.ts'
import { findPage } from '../pages/find.ts'
import { listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRaw } from '../web/raw-route.ts'
import { type AnyRoute, defineRoute } from '../web/route.ts'
import { findUpload, uploadBytes, uploadsOf } from './find.ts'
import { keepUpload } from './keep.ts'
import { prepareUpload } from './prepare.ts'
import { fileIn } from './read-request.ts'
import { removeUpload } from './remove.ts'
import { FileShape, shapeOf } from './shape.ts'

const tags = ['Pages']

export const uploadRoutes: AnyRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/files',
    permission: 'viewer',
    summary: 'The pictures and fonts of a page',
    tags,
    query: listQuery(),
    response: listOf(FileShape),
    run: async (ctx, { params, query }) => {
      const { id } = await findPage(ctx, params.page)
      return pageOfAll((await uploadsOf(ctx, id)).map(shapeOf), query, (one) => ({ at: one.createdAt, id: one.id }))
    },
  }),
  defineRaw({
    method: 'POST',
    path: '/api/v1/pages/{page}/files',
    permission: 'admin',
    summary: 'Give a page a picture or a font',
    run: async (ctx, { params, request }) => {
      const page = await findPage(ctx, params.page)
      const { called, bytes } = await fileIn(request)
      const file = await keepUpload(ctx, page.id, await prepareUpload(called, bytes))
      return Response.json(FileShape.parse(shapeOf(file)), { status: 201 })
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/pages/{page}/files/{file}',
    permission: 'admin',
    summary: 'Take a file away that the page does not use',
    tags,
    run: (ctx, { params }) => removeUpload(ctx, params.page, params.file, usesOf),
  }),
  defineRaw({
    method: 'GET',
    path: '/api/v1/pages/{page}/files/{file}/content',
    permission: 'viewer',
    summary: 'A picture or a font as it is published',
    run: async (ctx, { params }) => {
      const { id } = await findPage(ctx, params.page)
      const file = await findUpload(ctx, id, params.file)
      const headers = {
        'content-type': file.content_type,
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': file.kind === 'image' ? 'inline' : `attachment; filename="${file.name}"`,
      }
      return new Response(new Uint8Array(await uploadBytes(ctx, file.id)), { headers })
    },
  }),
]
