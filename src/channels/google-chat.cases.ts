import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://developers.google.com/workspace/chat/api/reference/rest/v1/cards : what we use of it.

const shape = z.strictObject({
  text: z.string().max(4096).optional(),
  fallbackText: z.string().min(1),
  thread: z.strictObject({ threadKey: z.string().min(1).max(4000) }),
  cardsV2: z
    .array(
      z.strictObject({
        cardId: z.string().max(64),
        card: z.strictObject({
          header: z.strictObject({ title: z.string().min(1) }),
          sections: z.array(
            z.strictObject({
              widgets: z.array(
                z.union([
                  z.strictObject({ textParagraph: z.strictObject({ text: z.string().min(1) }) }),
                  z.strictObject({
                    buttonList: z.strictObject({
                      buttons: z
                        .array(
                          z.strictObject({
                            text: z.string().min(1),
                            onClick: z.strictObject({ openLink: z.strictObject({ url: z.url() }) }),
                          }),
                        )
                        .min(1),
                    }),
                  }),
                ]),
              ),
            }),
          ),
        }),
      }),
    )
    .length(1),
})

function answer({ method, path, query, headers, json, body }: VendorRequest): VendorAnswer {
  const error = (code: number, status: string) => ({ status: code, body: { error: { code, message: 'No.', status } } })
  const [, space] = /^\/v1\/spaces\/([\w-]+)\/messages$/.exec(path) ?? []
  if (method !== 'POST' || !space || !query.key || !query.token) return error(404, 'NOT_FOUND')
  if (headers['content-type'] !== 'application/json' || body.length > 32_000) return error(400, 'INVALID_ARGUMENT')
  if (query.messageReplyOption !== 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD' || !query.requestId)
    return error(400, 'INVALID_ARGUMENT')
  if (!shape.safeParse(json).success) return error(400, 'INVALID_ARGUMENT')
  return {
    status: 200,
    body: { name: `spaces/${space}/messages/UBHHVc_AAAA.UBHHVc_AAAA`, thread: { name: 'spaces/x/threads/y' } },
  }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { text = '', fallbackText, cardsV2 } = shape.parse(request?.json)
    const { header, sections } = cardsV2[0]!.card
    const widgets = sections.flatMap((section) => section.widgets)
    const seen = widgets.map((widget) =>
      'textParagraph' in widget
        ? readHtml(widget.textParagraph.text)
        : {
            text: widget.buttonList.buttons.map((button) => button.text).join('\n'),
            formats: [],
            links: widget.buttonList.buttons.map((button) => ({
              words: button.text,
              href: button.onClick.openLink.url,
            })),
          },
    )
    return {
      text: [header.title, fallbackText, ...seen.map((part) => part.text)].join('\n'),
      pings: text.match(/<users\/[^>]+>/g) ?? [],
      links: seen.flatMap(({ links }) => links),
      formats: seen.flatMap(({ formats }) => formats),
    }
  },
  spellings: [
    {
      url: 'https://chat.googleapis.com/v1/spaces/AAAAGCYeSRY/messages?token=0vUsjLsdzl1x2SPVbSqCMlFqOtUz4KMzQIEdSw3Lbh0&key=AIzaSyDdI0hCZtE6vySjMm-WEfRq3CPzqKqqsHI&threadKey=1',
    },
  ],
  others: [{ url: 'https://chat.googleapis.com/v1/spaces/AAAAGCYeSRZ/messages?key=k&token=t' }],
  idOf: ({ query }) => query.requestId,
  lasting: ({ query, json }) => ({ query, json }),
}

/** A card's text: the tags it knows, everything else as it stands. */
function readHtml(source: string) {
  const formats: string[] = []
  const links: { words: string; href: string }[] = []
  const open: { tag: string; href: string; words: string }[] = []
  let text = ''
  for (const [, tag, attributes = '', words = ''] of source.matchAll(/<(\/?\w+)([^>]*)>|([^<]+|<)/g)) {
    const plain = words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    text += tag === 'br' ? '\n' : plain
    for (const outer of open) outer.words += plain
    if (!tag || tag === 'br') continue
    if (!tag.startsWith('/'))
      open.push({ tag, href: /href="([^"]*)"/.exec(attributes)?.[1]?.replaceAll('&amp;', '&') ?? '', words: '' })
    else {
      const closed = open.pop()
      if (closed?.tag === 'a') links.push(closed)
      else if (closed) formats.push(closed.words)
    }
  }
  return { text, formats, links }
}
