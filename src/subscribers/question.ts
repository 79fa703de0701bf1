import { noteMessage } from '../channel-accounts/note.ts'
import type { Medium, Message } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import type { Context } from '../lib/context.ts'
import { newSecret } from '../lib/id.ts'
import { digest, seal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { findPage, type Page } from '../pages/find.ts'
import { pageSettings } from '../pages/schema.ts'
import { pageUrl } from '../pages/url.ts'
import { languageOf } from '../publishing/languages/index.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { wordsOf } from '../publishing/languages/words.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { noteAsked, secondsToWait } from './asked.ts'
import { codeHash, codeMinutes, newCode } from './code.ts'
import type { Subscriber } from './find.ts'
import { manageUrl } from './link.ts'

/** Sends a message to a destination; `message` is sealed, as it may hold a code or a link that confirms. */
export const questionJob = defineJob('ask-destination', z.object({ subscriber: z.string(), message: z.string() }))

const linkHours = 72

/**
 * Asks a destination on its own channel whether it wants to hear, if it was not asked too often: one that hears already
 * is told so. Answers the seconds to wait; 0 where the message goes.
 */
export async function tryQuestion(ctx: Context, subscriber: Subscriber): Promise<number> {
  const wait = await secondsToWait(ctx, subscriber)
  if (wait > 0) return wait
  const page = await findPage(ctx, subscriber.page_id)
  const { message, hash, minutes } = await questionTo(ctx, page, subscriber)
  await noteAsked(ctx, subscriber, hash && { hash, until: new Date(ctx.now().getTime() + minutes * 60_000) })
  const sealed = seal(ctx.settings.secret, ctx.random, JSON.stringify(message)).toString('base64')
  await enqueue(ctx, questionJob, { subscriber: subscriber.id, message: sealed })
  return 0
}

type Question = { message: Message; hash: Buffer | null; minutes: number }

async function questionTo(ctx: Context, page: Page, subscriber: Subscriber): Promise<Question> {
  const { language: usual, wording } = pageSettings(page)
  const language = LanguageCode.safeParse(subscriber.language).data ?? usual
  const words = wordsOf(languageOf(language), wording[language])
  const url = await pageUrl(ctx, page)
  const heading = page.name
  const say = async (body: string, link: Message['link'], manage: Message['manage'] = null) => ({
    ...(await noteMessage(ctx, page, { heading, body, short: body, link, manage })),
    language,
  })
  const toPage = { label: page.name, url }
  if (subscriber.state === 'active') {
    const manage = { label: words.text('manage.title'), url: manageUrl(ctx, subscriber) }
    return { message: await say(words.text('by.already', { page: page.name }), manage, manage), hash: null, minutes: 0 }
  }
  switch (proofOf(subscriber.channel as Medium)) {
    case 'code': {
      const code = newCode(ctx)
      const body = words.text('by.code_text', { code, page: page.name })
      // What carriers want to be said first, where it is a text.
      const message = { ...(await say(body, toPage)), isFirst: true as const }
      return { message, hash: codeHash(ctx, subscriber, code), minutes: codeMinutes }
    }
    case 'answer': {
      // Its answer is its yes: a program is told where to end it, and that there is nothing else to do.
      const manage = { label: words.text('manage.title'), url: manageUrl(ctx, subscriber) }
      const body = words.text('by.already', { page: page.name })
      return { message: await say(body, toPage, manage), hash: digest(newSecret(ctx)), minutes: linkHours * 60 }
    }
    default: {
      const token = newSecret(ctx)
      const link = { label: words.text('by.code_send'), url: `${url}/subscribe/confirm/${token}` }
      const body = words.text('by.question', { page: page.name })
      return { message: await say(body, link), hash: digest(token), minutes: linkHours * 60 }
    }
  }
}
