import type { Message, Via } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { unseal } from '../lib/seal.ts'
import { type Page, pagesOf } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { destinationHash } from '../subscribers/find.ts'
import { languageFor } from '../subscribers/speak.ts'
import { findAccount } from './account.ts'
import { answerIn } from './answer-words.ts'
import { type Answer, targetOf } from './reply.ts'

/** Whoever asks for help more often in a day is a machine that answers ours. */
const helpADay = 5

/**
 * Answers STOP, START or HELP by the account that heard it. Throws where the vendor cannot be reached, for the queue to try
 * again; a refusal stays one: Twilio says no to the confirmation where it has sent its own.
 */
export async function answerReply(ctx: Context, { account: id, to, answer }: Answer): Promise<void> {
  const account = await findAccount(ctx, id)
  if (!account) return
  const { channel, settings } = account
  const identity = unseal(ctx.settings.secret, Buffer.from(to, 'base64'))
  const target = targetOf(channel, identity)
  if (target === null) return
  const hash = destinationHash(ctx, channel.medium, identity)
  if (answer === 'help' && (await askedForHelp(ctx, hash)) > helpADay) return
  const known = await knownAs(ctx, channel.medium, hash)
  if (!known.page) return
  const message = await messageOf(ctx, answer, known.page, languageFor(known, known.page))
  const via: Via = { http: ctx.http, now: ctx.now, random: ctx.random }
  const outcome = await channel.send(channel.write(message, { settings, target }), { settings, target }, via)
  if (outcome.result === 'transient') throw new Error(`the answer to ${answer} did not leave: ${outcome.reason}`)
}

const askedForHelp = async (ctx: Context, hash: Buffer): Promise<number> => {
  const { count } = await ctx.db
    .selectFrom('replies')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('org_id', '=', ctx.org)
    .where('from_hash', '=', hash)
    .where('keyword', '=', 'help')
    .where('created_at', '>', new Date(ctx.now().getTime() - 86_400_000))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The page that this number hears from, in which language if they chose one; else the organization's first. */
async function knownAs(ctx: Context, channel: string, hash: Buffer) {
  const pages = await pagesOf(ctx)
  const row = await ctx.db
    .selectFrom('subscribers')
    .select(['page_id', 'language'])
    .where('org_id', '=', ctx.org)
    .where('channel', '=', channel)
    .where('address_hash', '=', hash)
    .orderBy('updated_at', 'desc')
    .executeTakeFirst()
  return { page: pages.find(({ id }) => id === row?.page_id) ?? pages[0], language: row?.language ?? null }
}

async function messageOf(ctx: Context, answer: Answer['answer'], page: Page, language: string): Promise<Message> {
  const url = await pageUrl(ctx, page)
  const id = newId(ctx)
  return {
    id,
    kind: 'note',
    language,
    page: { id: page.id, name: page.name, url },
    ...answerIn(language, answer),
    short: null,
    facts: [],
    link: { label: 'Contact', url: page.support_url ?? url },
    manage: null,
    because: null,
    thread: id,
    incident: null,
    answers: null,
    ...(answer === 'help' && { isFirst: true }),
  }
}
