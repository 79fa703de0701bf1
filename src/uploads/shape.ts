import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import type { Upload } from './find.ts'

export const FileShape = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'As the page’s settings and its CSS name it.' }),
    kind: z.enum(['image', 'font']),
    contentType: z.string(),
    size: z.int().meta({ description: 'In bytes, as it is published.' }),
    width: z.int().nullable(),
    height: z.int().nullable(),
    managedBy: z.string().nullable(),
    createdAt: instant,
  })
  .openapi('File')

export const shapeOf = (file: Upload): z.input<typeof FileShape> => ({
  id: file.id,
  name: file.name,
  kind: file.kind,
  contentType: file.content_type,
  size: file.size,
  width: file.width,
  height: file.height,
  managedBy: file.managed_by,
  createdAt: file.created_at,
})
