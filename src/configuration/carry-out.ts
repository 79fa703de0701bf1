import { changeAccess } from '../access/change.ts'
import { wholeAccess } from '../access/file.ts'
import { changeAppearance } from '../appearance/change.ts'
import { changeAudience } from '../audiences/change.ts'
import { createAudience } from '../audiences/create.ts'
import { removeAudience } from '../audiences/remove.ts'
import { changeAccount } from '../channel-accounts/change.ts'
import { createAccount } from '../channel-accounts/create.ts'
import { accountsOf } from '../channel-accounts/find.ts'
import { orderAccounts } from '../channel-accounts/order.ts'
import { removeAccount } from '../channel-accounts/remove.ts'
import { changeComponent } from '../components/change.ts'
import { createComponent } from '../components/create.ts'
import { findComponent } from '../components/find.ts'
import { removeComponent } from '../components/remove.ts'
import { changeContent } from '../content/change.ts'
import { declareDomains } from '../domains/declare.ts'
import { changeSource } from '../hooks/change.ts'
import { createSource } from '../hooks/create.ts'
import { removeSource } from '../hooks/remove.ts'
import { rotateToken } from '../hooks/rotate-token.ts'
import type { Context } from '../lib/context.ts'
import { changeMessage } from '../messages/change.ts'
import { createMessage } from '../messages/create.ts'
import { removeMessage } from '../messages/remove.ts'
import { changeMetric } from '../metrics/change.ts'
import { createMetric } from '../metrics/create.ts'
import { removeMetric } from '../metrics/remove.ts'
import { changeOffer } from '../offered-channels/change.ts'
import { changePage } from '../pages/change.ts'
import { createPage } from '../pages/create.ts'
import { pagesOf } from '../pages/find.ts'
import { orderPages } from '../pages/order.ts'
import { removePage } from '../pages/remove.ts'
import { changeRule } from '../rules/change.ts'
import { createRule } from '../rules/create.ts'
import { rulesOf } from '../rules/find.ts'
import { orderRules } from '../rules/move.ts'
import { removeRule } from '../rules/remove.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { lockListener } from '../subscribers/find.ts'
import { removeSubscriber } from '../subscribers/remove.ts'
import { keepUpload } from '../uploads/keep.ts'
import { changeWorldChannel } from '../world-channels/change.ts'
import { createWorldChannel } from '../world-channels/create.ts'
import { removeWorldChannel } from '../world-channels/remove.ts'
import type { Existing } from './existing.ts'
import { type Kind, nameOf } from './items.ts'
import { orderWith } from './order.ts'
import type { Step } from './plan.ts'
import type {
  Wanted,
  WantedAccount,
  WantedAudience,
  WantedComponent,
  WantedMetric,
  WantedPage,
  WantedSource,
  WantedWorldChannel,
} from './wanted.ts'

/** Does what a plan says, by the same verbs that people use. */
export async function carryOut(ctx: Context, wanted: Wanted, existing: Existing, steps: readonly Step[]) {
  const due = (kind: Kind, name: string) =>
    steps.find((step) => step.kind === kind && step.name === name && step.action !== 'keep')
  for (const page of wanted.pages) {
    const step = due('page', nameOf.page(page))
    if (step) await setPage(ctx, page, step.id)
  }
  await orderPages(
    ctx,
    inFileOrder(await pagesOf(ctx), (page) => page.slug, wanted.pages.map(nameOf.page)),
  )
  for (const audience of wanted.audiences) {
    const step = due('audience', nameOf.audience(audience))
    if (step) await setAudience(ctx, audience, step.id)
  }
  // What a page holds may name its audiences.
  for (const page of wanted.pages) if (due('page', nameOf.page(page))) await changeContent(ctx, page.slug, page.content)
  for (const component of wanted.components) {
    const step = due('component', nameOf.component(component))
    if (step) await setComponent(ctx, component, step.id)
  }
  // A page has only so many: those that go make room.
  await removeDue(ctx, steps, (kind) => kind === 'metric')
  for (const metric of wanted.metrics) {
    const step = due('metric', nameOf.metric(metric))
    if (step) await setMetric(ctx, metric, step.id)
  }
  for (const message of wanted.messages) {
    const step = due('message', nameOf.message(message))
    if (step) await (step.id ? changeMessage(ctx, step.id, message) : createMessage(ctx, message))
  }
  for (const source of wanted.sources) {
    const step = due('source', nameOf.source(source))
    if (step) await setSource(ctx, source, step)
  }
  for (const account of wanted.accounts) {
    const step = due('account', nameOf.account(account))
    if (step) await setAccount(ctx, account, step.id)
  }
  const keys = existing.accounts.map(({ is }) => is.key)
  await orderAccounts(
    ctx,
    inFileOrder(await accountsOf(ctx), (account) => account.key, wanted.accounts.map(nameOf.account), keys),
  )
  for (const one of wanted.worldChannels) {
    const step = due('world channel', nameOf.worldChannel(one))
    if (step) await setWorldChannel(ctx, one, step.id)
  }
  for (const rule of wanted.rules) {
    const step = due('rule', nameOf.rule(rule))
    if (step) await (step.id ? changeRule(ctx, step.id, rule) : createRule(ctx, rule))
  }
  const names = existing.rules.map(({ is }) => is.name)
  await orderRules(
    ctx,
    inFileOrder(await rulesOf(ctx), (rule) => rule.name, wanted.rules.map(nameOf.rule), names),
  )
  for (const subscriber of wanted.subscribers)
    if (due('subscriber', nameOf.subscriber(subscriber))) await addSubscriber(ctx, subscriber)
  await removeDue(ctx, steps, (kind) => kind !== 'metric')
}

/** Ids of all rows, those of the file in its order. `before`: the names that were there before the file's new ones. */
function inFileOrder<Row extends { id: string }>(
  rows: readonly Row[],
  name: (row: Row) => string,
  named: readonly string[],
  before: readonly string[] = rows.map(name),
): string[] {
  const ids = new Map(rows.map((row) => [name(row), row.id]))
  return orderWith(before, named).flatMap((one) => ids.get(one) ?? [])
}

async function setPage(
  ctx: Context,
  { appearance, files, content: _, domains, access, offer, ...settings }: WantedPage,
  id: string | null,
) {
  const page = await (id ? changePage(ctx, id, settings) : createPage(ctx, settings))
  for (const { prepared } of files) if (prepared) await keepUpload(ctx, page.id, prepared)
  await changeAppearance(ctx, page.id, appearance)
  if (domains) await declareDomains(ctx, page, domains)
  if (access) await changeAccess(ctx, page.id, wholeAccess(access))
  if (offer) await changeOffer(ctx, page.id, offer)
}

async function setAudience(ctx: Context, { page, key, ...settings }: WantedAudience, id: string | null) {
  const given = {
    ...settings,
    emails: [...settings.emails],
    domains: [...settings.domains],
    attributes: [...settings.attributes],
  }
  await (id ? changeAudience(ctx, id, given) : createAudience(ctx, { page, key, ...given }))
}

async function setComponent(ctx: Context, component: WantedComponent, id: string | null) {
  const { page, key, ...settings } = component
  if (id === null) return void (await createComponent(ctx, component))
  const parent =
    settings.parent === null ? null : (await findComponent(ctx, settings.parent, await pageIdOf(ctx, page))).id
  await changeComponent(ctx, id, { ...settings, parent })
}

const pageIdOf = async (ctx: Context, slug: string) => (await pagesOf(ctx)).find((page) => page.slug === slug)?.id

async function setMetric(ctx: Context, metric: WantedMetric, id: string | null) {
  const { page: _, key: __, ...settings } = metric
  await (id ? changeMetric(ctx, id, settings) : createMetric(ctx, metric))
}

async function setSource(ctx: Context, source: WantedSource, step: Step) {
  const { token, key, kind, ...settings } = source
  if (step.id === null) return void (await createSource(ctx, { key, kind, ...settings, ...(token ? { token } : {}) }))
  await changeSource(ctx, step.id, settings)
  if (token && 'token' in step.changes) await rotateToken(ctx, step.id, { token })
}

async function setAccount(ctx: Context, account: WantedAccount, id: string | null) {
  const { key, kind, ...settings } = account
  await (id ? changeAccount(ctx, id, settings) : createAccount(ctx, { key, kind, ...settings }))
}

async function setWorldChannel(
  ctx: Context,
  { page, key, channel, ...settings }: WantedWorldChannel,
  id: string | null,
) {
  await (id
    ? changeWorldChannel(ctx, page, id, settings)
    : createWorldChannel(ctx, page, { key, channel, ...settings }))
}

async function removeDue(ctx: Context, steps: readonly Step[], isOf: (kind: Kind) => boolean) {
  for (const { action, kind, id } of steps) if (action === 'remove' && id && isOf(kind)) await removers[kind](ctx, id)
}

const removers: Record<Kind, (ctx: Context, id: string) => Promise<void>> = {
  page: removePage,
  audience: removeAudience,
  component: removeComponent,
  metric: removeMetric,
  message: removeMessage,
  source: removeSource,
  account: removeAccount,
  'world channel': async (ctx, id) => {
    const { page_id } = await lockListener(ctx, id)
    await removeWorldChannel(ctx, page_id, id)
  },
  rule: removeRule,
  subscriber: removeSubscriber,
}
