import { keysOf, listAudiences } from '../audiences/find.ts'
import { type AudienceRow, audienceSettings } from '../audiences/schema.ts'
import { allComponents } from '../components/find.ts'
import { componentSettings } from '../components/schema.ts'
import { sourcesOf, tokenOf } from '../hooks/find.ts'
import { openSettings } from '../hooks/settings.ts'
import type { Context } from '../lib/context.ts'
import { shortDuration } from '../lib/duration.ts'
import { messageSettings, messagesOf } from '../messages/find.ts'
import { saidBy } from '../messages/other-words.ts'
import { untouchedFirstPage } from '../pages/ensure-first.ts'
import { pagesOf } from '../pages/find.ts'
import { rulesOf } from '../rules/find.ts'
import { ruleSettings } from '../rules/schema.ts'
import { presentAccounts, presentWorldChannels } from './existing-channels.ts'
import { presentMetrics } from './existing-metrics.ts'
import { presentPages } from './existing-pages.ts'
import type { Known } from './references.ts'
import type { Wanted, WantedComponent } from './wanted.ts'

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

/** What there is without subscribers, of whom there may be a million: see `subscribersNamed`. */
export type Furniture = Omit<Existing, 'subscribers'>

/** All that there is and a file may name, but for subscribers. */
export async function loadExisting(ctx: Context): Promise<Furniture> {
  const pages = await pagesOf(ctx)
  const audiences = await listAudiences(ctx)
  const slugs = new Map(pages.map((page) => [page.id, page.slug]))
  const components = await presentComponents(ctx, slugs, audiences)
  const messages = await messagesOf(ctx)
  const keys = new Map(components.map((one) => [one.id, one.is.key]))
  const messageKeys = new Map(messages.map((message) => [message.id, message.key]))
  return {
    pages: await presentPages(ctx, pages),
    audiences: audiences.map((row) => ({
      id: row.id,
      managedBy: row.managed_by,
      is: { page: slugs.get(row.page_id) ?? '', key: row.key, ...audienceSettings(row) },
    })),
    components,
    metrics: await presentMetrics(ctx, slugs, audiences),
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
    worldChannels: await presentWorldChannels(ctx, slugs),
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
    untouched: (await untouchedFirstPage(ctx))?.slug ?? null,
  }
}

async function presentComponents(
  ctx: Context,
  slugs: ReadonlyMap<string, string>,
  audiences: readonly AudienceRow[],
): Promise<Present<WantedComponent>[]> {
  const rows = await allComponents(ctx)
  const keys = new Map(rows.map((row) => [row.id, row.key]))
  return rows.map((row) => {
    const settings = componentSettings(row)
    const page = slugs.get(row.page_id) ?? ''
    const parent = keys.get(settings.parent ?? '') ?? null
    const limit = keysOf(settings.audiences, audiences)?.sort() ?? null
    return {
      id: row.id,
      managedBy: row.managed_by,
      is: { page, key: row.key, ...settings, parent, audiences: limit },
    }
  })
}

/** What a file may refer to without naming it itself. What `prune` would take away does not count. */
export function knownBy(existing: Furniture, prune: boolean): Known {
  const stays = (one: { managedBy: string | null }) => !prune || one.managedBy === null
  const keysByPage = (all: readonly Present<{ page: string; key: string }>[]) =>
    Map.groupBy(all.filter(stays), ({ is }) => is.page)
  const audiences = keysByPage(existing.audiences)
  const components = keysByPage(existing.components)
  return {
    pages: existing.pages
      .filter((page) => stays(page) && page.is.slug !== existing.untouched)
      .map(({ is: { slug } }) => ({
        slug,
        audiences: (audiences.get(slug) ?? []).map(({ is }) => is.key),
        components: (components.get(slug) ?? []).map(({ is }) => is.key),
      })),
    messages: existing.messages.filter(stays).map(({ is }) => ({
      key: is.key,
      texts: saidBy(is).map(([, text]) => text),
    })),
    sources: existing.sources.map(({ is }) => ({ key: is.key, kind: is.kind })),
  }
}
