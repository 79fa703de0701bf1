import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { changesNothing } from '../configuration/plan.ts'
import { createPage } from '../pages/create.ts'
import { findPage } from '../pages/find.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { addDomain } from './add.ts'
import { domainsOf } from './find.ts'

const { ctx } = await testContext(await testDatabase())
const file = (page: object) => ({
  name: 'upfront.yaml',
  text: JSON.stringify({ version: 1, pages: [{ slug: 'acme', name: 'Acme', ...page }] }),
  environment: () => undefined,
})
const names = async () => {
  const page = await findPage(ctx, 'acme')
  return [page.host, ...(await domainsOf(ctx, page.id)).map(({ host, proof }) => `${host} ${proof}`).sort()]
}

test('a file declares a page’s names, changes nothing when applied again, and takes them away', async () => {
  const all = { host: 'status.acme.example', domains: ['up.acme.example', 'status.acme.example', 'up.acme.example'] }
  await applyConfiguration(ctx, file(all))
  const declared = ['status.acme.example', 'status.acme.example declared', 'up.acme.example declared']
  assert.deepEqual(await names(), declared)
  assert.ok(changesNothing(await applyConfiguration(ctx, file(all))))
  const { text } = await exportConfiguration(ctx)
  assert.match(text, /domains:\n\s+- up\.acme\.example/)
  assert.ok(changesNothing(await applyConfiguration(ctx, { ...file({}), text })))
  await assert.rejects(addDomain(ctx, 'acme', { host: 'x.acme.example' }), /comes from upfront\.yaml/)

  await applyConfiguration(ctx, file({ host: 'status.acme.example' }))
  assert.deepEqual(await names(), declared, 'what the file does not say is left as it is')
  await applyConfiguration(ctx, file({ host: 'up.acme.example', domains: ['new.acme.example'] }))
  assert.deepEqual(await names(), ['up.acme.example', 'new.acme.example declared', 'up.acme.example declared'])
  await applyConfiguration(ctx, file({ domains: [] }))
  assert.deepEqual(await names(), [null])
})

test('what a record proved before is the file’s word once the file says it', async () => {
  const page = await createPage(ctx, { slug: 'later', name: 'Later' })
  const { host } = await addDomain(ctx, page.id, { host: 'later.acme.example' })
  const proven = { state: 'proven', proof: 'dns', proven_at: ctx.now() }
  await ctx.db.updateTable('domains').set(proven).where('host', '=', host).execute()
  await ctx.db.updateTable('pages').set({ host }).where('id', '=', page.id).execute()
  const text = JSON.stringify({ version: 1, pages: [{ slug: 'later', name: 'Later', host }] })
  await applyConfiguration(ctx, { ...file({}), text })
  const [domain] = await domainsOf(ctx, page.id)
  assert.deepEqual([domain?.proof, domain?.check_at, (await findPage(ctx, 'later')).host], ['declared', null, host])
})

test('what is no host name is named with its place', async () => {
  for (const wrong of ['*.acme.example', 'https://acme.example', 'localhost'])
    await assert.rejects(applyConfiguration(ctx, file({ domains: [wrong] })), /\/?pages\/0\/domains\/0|host name/)
})
