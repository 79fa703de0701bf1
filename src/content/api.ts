import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { defineRoute } from '../web/route.ts'
import { changeContent } from './change.ts'
import { contentOf } from './find.ts'
import { ChangeContent } from './schema.ts'

const tags = ['Pages']
const { blocks, matrix, header, announcement, chat, ...whole } = ChangeContent.shape
const given = <Shape extends z.ZodType>(shape: z.ZodOptional<z.ZodNullable<Shape>>) => shape.unwrap().unwrap()

const ContentShape = z
  .object({
    blocks: blocks.unwrap(),
    view: given(whole.view),
    matrix: matrix.unwrap(),
    header: header.unwrap(),
    translations: given(whole.translations),
    footerLinks: given(whole.footerLinks),
    announcement: announcement.unwrap(),
    faq: given(whole.faq),
    contacts: given(whole.contacts),
    social: given(whole.social),
    texts: given(whole.texts),
    chat: chat.unwrap(),
    analytics: given(whole.analytics),
    consent: given(whole.consent),
  })
  .openapi('Content')

export const contentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/content',
    permission: 'viewer',
    summary: 'What a page holds besides its news',
    tags,
    response: ContentShape,
    run: async (ctx, { params }) => contentOf(ctx, (await findPage(ctx, params.page)).id),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/pages/{page}/content',
    permission: 'admin',
    summary: 'Change what a page holds',
    description: 'What is left out stays; null goes back to how a page comes. A list is replaced as a whole.',
    tags,
    body: ChangeContent,
    response: ContentShape,
    run: (ctx, { params, body }) => changeContent(ctx, params.page, body),
  }),
]
