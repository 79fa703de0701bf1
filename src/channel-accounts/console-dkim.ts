import { z } from '../lib/zod.ts'
import { defineForm } from '../web/page.ts'
import { makeDkimKey, recordsInWords } from './dkim.ts'

/** A key to sign mails with, and whether its record is published. */
export const accountKeyPages = [
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/dkim',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      await makeDkimKey(ctx, params.account)
      const text = 'The key is made. Publish its record now: until then, receivers doubt the signature.'
      return { to: `/console/channels/${params.account}#signing`, flash: { tone: 'good', text } }
    },
  }),
  defineForm({
    method: 'POST',
    path: '/console/channels/{account}/records',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const text = await recordsInWords(ctx, params.account)
      return { to: `/console/channels/${params.account}#signing`, flash: { tone: 'good', text } }
    },
  }),
]
