import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { shownAsMarkdown } from './markdown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

const shape = z.strictObject({
  text: z.string().max(5_000).optional(),
  attachments: z.array(
    z.strictObject({
      title: z.string().min(1),
      title_link: z.url(),
      text: z.string().max(5_000),
      author_name: z.string(),
      mrkdwn_in: z.array(z.enum(['text', 'pretext', 'fields'])).optional(),
    }),
  ),
})

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (method !== 'POST' || !/\/hooks\/\w+\/[\w-]+$/.test(path))
    return { status: 404, body: { success: false, error: 'Invalid integration id or token provided.' } }
  if (headers['content-type'] !== 'application/json' || !shape.safeParse(json).success)
    return { status: 400, body: { success: false, error: 'error-invalid-params' } }
  return { status: 200, body: { success: true } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { text: own = '', attachments } = shape.parse(request?.json)
    const read = attachments.map(({ text, mrkdwn_in: read = ['text'] }) =>
      read.includes('text') ? shownAsMarkdown(text) : { text, links: [], formats: [] },
    )
    const words = [own, ...attachments.flatMap(({ title, text, author_name: by }) => [title, text, by])]
    return {
      text: [
        ...attachments.map(({ title, author_name: by }) => `${by}\n${title}`),
        ...read.map(({ text }) => text),
      ].join('\n'),
      links: [
        ...attachments.map(({ title, title_link: href }) => ({ words: title, href })),
        ...read.flatMap(({ links }) => links),
      ],
      formats: [...shownAsMarkdown(own).formats, ...read.flatMap(({ formats }) => formats)],
      pings: words.flatMap((text) => text.match(/(?<!\w)@[a-z]\w*/gi) ?? []),
    }
  },
  spellings: [
    { url: 'https://Chat.Acme.example/hooks/5b2a5c1f9d0e8a0001c3d4e5/rzkBPhSBdQvTQDXTJfyfSxYYX4ZuWPL8jH4gFTcvnm3/' },
  ],
  others: [
    { url: 'https://chat.acme.example/hooks/5b2a5c1f9d0e8a0001c3d4e5/rzkBPhSBdQvTQDXTJfyfSxYYX4ZuWPL8jH4gFTcvnm4' },
  ],
}
