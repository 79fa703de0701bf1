import { accessOf } from '../access/find.ts'
import { appearanceOf } from '../appearance/find.ts'
import { keysOf, listAudiences } from '../audiences/find.ts'
import { type AudienceRow, audienceSettings } from '../audiences/schema.ts'
import { componentsOf } from '../components/find.ts'
import { componentSettings } from '../components/schema.ts'
import { contentOf } from '../content/find.ts'
import { declaredOf } from '../domains/declare.ts'
import { sourcesOf, tokenOf } from '../hooks/find.ts'
import { openSettings } from '../hooks/settings.ts'
import type { Context } from '../lib/context.ts'
import { shortDuration } from '../lib/duration.ts'
import { messageSettings, messagesOf } from '../messages/find.ts'
import { saidBy } from '../messages/other-words.ts'
import { offerOf } from '../offered-channels/find.ts'
import { untouchedFirstPage } from '../pages/ensure-first.ts'
import { type Page, pagesOf } from '../pages/find.ts'
import { pageSettings } from '../pages/schema.ts'
import { rulesOf } from '../rules/find.ts'
import { ruleSettings } from '../rules/schema.ts'
import { uploadsOf } from '../uploads/find.ts'
import { presentAccounts, presentWorldChannels } from './existing-channels.ts'
import { subscribersNamed } from './existing-subscribers.ts'
import type { Known } from './references.ts'
import type { Wanted, WantedComponent, WantedSubscriber } from './wanted.ts'

/** A thing that is there, in the words of the file. */
export type Present<T> = {
  id: string
  managedBy: string | null
  is: T
  /** Why an apply leaves it as it is. */
  gone?: string
  /** A subscriber who has changed what they hear about. */
  choseThemselves?: boolean
}

export type Existing = { [List in keyof Wanted]: Present<Wanted[List][number]>[] } & {
  /** The slug of the empty page that a first configuration replaces. */
  untouched: string | null
}

/** All that there is and a file may name. Of the subscribers: those it names, and those that an earlier file named. */
export async function loadExisting(ctx: Context, named: readonly WantedSubscriber[]): Promise<Existing> {
  const pages = await pagesOf(ctx)
  const audiences = await listAudiences(ctx)
  const components = (await Promise.all(pages.map((page) => componentsIn(ctx, page, audiences)))).flat()
  const messages = await messagesOf(ctx)
  const slugs = new Map(pages.map((page) => [page.id, page.slug]))
  const keys = new Map(components.map((one) => [one.id, one.is.key]))
  const messageKeys = new Map(messages.map((message) => [message.id, message.key]))
  return {
    pages: await Promise.all(
      pages.map(async (page) => ({
        id: page.id,
        managedBy: page.managed_by,
        is: {
          ...pageSettings(page),
          appearance: await appearanceOf(ctx, page.id),
          access: await accessOf(ctx, page.id),
          offer: await offerOf(ctx, page.id),
          files: (await uploadsOf(ctx, page.id)).map((one) => ({
            name: one.name,
            sourceHash: one.source_hash,
            prepared: null,
          })),
          domains: await furtherNames(ctx, page),
          content: await contentOf(ctx, page.id),
        },
      })),
    ),
    audiences: audiences.map((row) => ({
      id: row.id,
      managedBy: row.managed_by,
      is: { page: slugs.get(row.page_id) ?? '', key: row.key, ...audienceSettings(row) },
    })),
    components,
    messages: messages.map((message) => ({
      id: message.id,
      managedBy: message.managed_by,
      is: messageSettings(message),
    })),
    sources: (await sourcesOf(ctx)).map((source) => ({
      id: source.id,
      managedBy: source.managed_by,
      is: {
        key: source.key,
        kind: source.kind,
        name: source.name,
        token: tokenOf(ctx, source),
        settings: openSettings(ctx, source),
        silentAfter: source.silent_after === null ? null : shortDuration(source.silent_after),
      },
    })),
    accounts: await presentAccounts(ctx),
    worldChannels: (await Promise.all(pages.map((page) => presentWorldChannels(ctx, page)))).flat(),
    rules: (await rulesOf(ctx)).map((rule) => {
      const settings = ruleSettings(rule)
      const page = slugs.get(settings.page ?? '') ?? null
      const is = {
        ...settings,
        page,
        component: keys.get(settings.component ?? '') ?? null,
        message: messageKeys.get(settings.message ?? '') ?? null,
      }
      return { id: rule.id, managedBy: rule.managed_by, is }
    }),
    subscribers: await subscribersNamed(ctx, named, pages, keys),
    untouched: (await untouchedFirstPage(ctx))?.slug ?? null,
  }
}

const furtherNames = async (ctx: Context, page: Page) =>
  (await declaredOf(ctx, page.id)).filter((host) => host !== page.host)

async function componentsIn(
  ctx: Context,
  page: Page,
  all: readonly AudienceRow[],
): Promise<Present<WantedComponent>[]> {
  const rows = await componentsOf(ctx, page.id)
  const keys = new Map(rows.map((row) => [row.id, row.key]))
  return rows.map((row) => {
    const settings = componentSettings(row)
    const parent = keys.get(settings.parent ?? '') ?? null
    const audiences = keysOf(settings.audiences, all)?.sort() ?? null
    return {
      id: row.id,
      managedBy: row.managed_by,
      is: { page: page.slug, key: row.key, ...settings, parent, audiences },
    }
  })
}

/** What a file may refer to without naming it itself. What `prune` would take away does not count. */
export function knownBy(existing: Existing, prune: boolean): Known {
  const stays = (one: { managedBy: string | null }) => !prune || one.managedBy === null
  return {
    pages: existing.pages
      .filter((page) => stays(page) && page.is.slug !== existing.untouched)
      .map(({ is }) => ({
        slug: is.slug,
        audiences: existing.audiences.filter((one) => stays(one) && one.is.page === is.slug).map((one) => one.is.key),
        components: existing.components.filter((one) => stays(one) && one.is.page === is.slug).map((one) => one.is.key),
      })),
    messages: existing.messages.filter(stays).map(({ is }) => ({
      key: is.key,
      texts: saidBy(is).map(([, text]) => text),
    })),
    sources: existing.sources.map(({ is }) => ({ key: is.key, kind: is.kind })),
  }
}
