import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rollUp } from '../components/status.ts'
import { documentsOf } from '../publishing/documents.ts'
import { historyOf } from '../publishing/history.ts'
import type { ComponentNode, IncidentInfo, Snapshot, Whole } from '../publishing/snapshot.ts'
import { impactFor, ownAudiences, randomPage } from './random-page.cases.ts'
import { type Limit, publicRights, type Rights } from './rights.ts'
import { visible } from './visible.ts'

const edition = { assets: { style: '/assets/a.css', script: '/assets/a.js' }, files: [], edition: 'one' }
const readers: Rights[] = [
  publicRights,
  new Set(['everyone', 'subscribers']),
  new Set(['everyone', 'aud-one00000']),
  new Set(['everyone', 'subscribers', 'aud-one00000', 'aud-two00000']),
  'all',
]
const reader = fc.constantFrom(...readers)

test('nothing that a reader may not see stands in any file', async () => {
  let hidden = 0
  await fc.assert(
    fc.asyncProperty(randomPage, reader, async (page, rights) => {
      const mine = marksIn(without(page, rights))
      const others = [...marksIn(page)].filter((mark) => !mine.has(mark))
      hidden += others.length
      for (const { path, body } of await filesOf(visible(page, rights))) {
        const text = `${path}\n${body.toString('latin1')}`
        for (const mark of others) assert.ok(!text.includes(mark), `${mark} in ${path}`)
      }
    }),
    { numRuns: 25 },
  )
  assert.ok(hidden > 0)
})

test('what a reader gets is what they would get if the rest had never been', async () => {
  await fc.assert(
    fc.asyncProperty(randomPage, reader, async (page, rights) => {
      const other = { ...without(page, rights), version: 1 }
      assert.deepEqual(await filesOf(visible(page, rights)), await filesOf(visible(other, publicRights)))
    }),
    { numRuns: 25 },
  )
})

test('staff see all there is', async () => {
  await fc.assert(
    fc.asyncProperty(randomPage, async (page) => {
      const files = await filesOf(visible(page, 'all'))
      const text = files.map(({ path, body }) => `${path}\n${body}`).join('\n')
      for (const { id, title } of page.incidents) assert.ok(text.includes(id) && text.includes(title))
    }),
    { numRuns: 10 },
  )
})

const filesOf = (view: Snapshot) =>
  Promise.all(
    documentsOf(view, edition).map(async ({ path, fingerprint, render }) => ({
      path,
      fingerprint,
      body: Buffer.from((await render?.()) ?? 'not rendered'),
    })),
  )

const marksIn = (thing: unknown) => new Set(JSON.stringify(thing).match(/zq\d{4}qz/g))

/** The same page, had what the reader may not see never been, and the rest been for everybody. Said anew, on purpose. */
function without(page: Whole, rights: Rights): Whole {
  const may = (limit: Limit | undefined) => !limit || rights === 'all' || limit.some((name) => rights.has(name))
  const kept: string[] = []
  const components = (nodes: ComponentNode[]): ComponentNode[] =>
    nodes.flatMap((node, i) => {
      if (!may(node.audiences)) return []
      kept.push(node.id)
      const children = components(node.children)
      const below = children.map((child) => child.status)
      const status = rollUp(node.rollUp!, node.ownStatus!, below)
      return [{ ...node, audiences: null, position: i * 2, status, children }]
    })
  const tree = components(page.components)
  const incidents = page.incidents.flatMap((one): IncidentInfo[] => {
    const affected = one.components.filter(({ id }) => kept.includes(id))
    if (one.audiences ? !may(one.audiences) : one.components.length > 0 && affected.length === 0) return []
    const updates = one.updates
      .filter(({ audiences }) => may(audiences))
      .map(({ texts = [], ...post }) => {
        const mine = texts.find(({ audience }) => (rights === 'all' ? audience === 'staff' : may([audience])))
        const { audience: _, ...words } = mine ?? { audience: null }
        const affected = post.affected.filter(({ id }) => kept.includes(id))
        return { ...post, ...words, audiences: null, affected }
      })
    const updatedAt = new Date(Math.max(...updates.map((post) => post.updatedAt.getTime())))
    const impact = one.impactChosen ? one.impact : impactFor(affected)
    return [{ ...one, audiences: null, components: affected, updates, updatedAt, impact }]
  })
  const uptime = page.uptime && new Map([...page.uptime].filter(([id]) => kept.includes(id)))
  const idOf = (key: string) => ownAudiences.find((one) => one.key === key)?.id ?? key
  const left = <One extends { audiences?: string[] | null | undefined }>(ones: One[]) =>
    ones.filter((one) => may(one.audiences?.map(idOf))).map(({ audiences: _, ...one }) => one)
  const { announcement, faq, contacts, texts, blocks } = page.page.content
  const own = left(texts)
  const held = {
    ...page.page.content,
    announcement: left(announcement ? [announcement] : [])[0] ?? null,
    faq: left(faq),
    contacts: left(contacts),
    texts: own,
    blocks: blocks?.filter((one) => !one.startsWith('text:') || own.some(({ key }) => one === `text:${key}`)) ?? null,
  }
  return {
    ...page,
    page: { ...page.page, content: held },
    components: tree,
    incidents,
    history: historyOf(incidents, page.page.timeZone),
    uptime,
    ...(page.metrics && {
      metrics: page.metrics.filter((one) => may(one.audiences)).map(({ audiences: _, ...one }) => one),
    }),
  }
}
