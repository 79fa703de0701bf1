import { usesOf } from '../appearance/uses.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput, type Problem, TooLarge } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { formState } from '../web/console/forms.ts'
import { consoleLayout } from '../web/console/layout.ts'
import type { Flash } from '../web/flash.ts'
import { defineForm, definePage } from '../web/page.ts'
import { mayCall } from '../web/permission.ts'
import type { AnyRoute } from '../web/route.ts'
import { uploadsOf } from './find.ts'
import { keepUpload } from './keep.ts'
import { largestPicture, prepareUpload } from './prepare.ts'
import { removeUpload } from './remove.ts'
import { filesView } from './view.ts'

const path = '/console/settings/pages/{page}/files'

/** The pictures and fonts of a page. */
export const uploadPages: AnyRoute[] = [
  definePage({
    method: 'GET',
    path,
    permission: 'viewer',
    view: (ctx, { params, flash }) => show(ctx, params.page, [], flash),
  }),
  defineForm({
    method: 'POST',
    path,
    permission: 'admin',
    input: z.object({}),
    takesFiles: largestPicture + 64 * 1024,
    run: async (ctx, { params, files: [file] }) => {
      const { id } = await findPage(ctx, params.page)
      if (!file || file.bytes.length === 0)
        throw new InvalidInput('There is no file.', [{ pointer: '/file', detail: 'choose a file first' }])
      const kept = await keepUpload(ctx, id, await prepared(file.called, file.bytes))
      return { to: toFiles(id), flash: { tone: 'good', text: `${kept.name} is there.` } }
    },
    invalid: (ctx, { params }, problems) => show(ctx, params.page, problems),
  }),
  defineForm({
    method: 'POST',
    path: `${path}/{file}/remove`,
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const { id } = await findPage(ctx, params.page)
      await removeUpload(ctx, id, params.file, usesOf)
      return { to: toFiles(id), flash: { tone: 'good', text: 'The file is gone.' } }
    },
    invalid: (ctx, { params }, problems) => show(ctx, params.page, problems),
  }),
]

const toFiles = (page: string) => `/console/settings/pages/${page}/files`

/** What is too large is said beside the field, like all else that is wrong with it. */
async function prepared(called: string, bytes: Buffer) {
  try {
    return await prepareUpload(called, bytes)
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    throw new InvalidInput(error.message, [{ pointer: '/file', detail: error.message }])
  }
}

async function show(ctx: Context, name: string, problems: readonly Problem[], flash: Flash | null = null) {
  const page = await findPage(ctx, name)
  const files = await uploadsOf(ctx, page.id)
  const uses = await Promise.all(files.map((file) => usesOf(ctx, page.id, file.name)))
  return consoleLayout(ctx, {
    title: 'Pictures and fonts',
    active: 'settings',
    up: { name: page.name, path: `/console/settings/pages/${page.id}` },
    flash,
    body: filesView({
      form: formState({}, problems),
      to: toFiles(page.id),
      page,
      files: files.map((file, i) => ({ file, uses: uses[i] ?? [] })),
      mayChange: mayCall(ctx.actor, 'admin'),
    }),
  })
}
