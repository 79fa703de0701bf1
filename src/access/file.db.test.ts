import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyConfiguration, planConfiguration } from '../configuration/apply.ts'
import { exportConfiguration } from '../configuration/export.ts'
import { pagesOf } from '../pages/find.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { changeAccess } from './change.ts'
import { accessOf, accessRow, secretsIn } from './find.ts'

const { ctx } = await testContext(await testDatabase(), { seed: 'access file' })

const text = `version: 1
pages:
  - slug: inside
    name: Inside
    access:
      private: true
      password: "\${PAGE_PASSWORD}"
      addresses: ["@customer.example"]
      ranges: [192.0.2.0/24]
      connections:
        - { kind: oidc, key: idp, name: Acme ID, issuer: "https://id.acme.example", clientId: up, clientSecret: "\${ID_SECRET}", domains: [acme.example] }
`
const file = (environment: Record<string, string>) => ({
  name: 'upfront.yaml',
  text,
  environment: (name: string) => environment[name],
})
const secrets = { PAGE_PASSWORD: 'vermilion tractor', ID_SECRET: 'hush-hush-1f3c' }

test('a file sets who reads a page; applied twice it changes nothing, and a plan shows no secret', async () => {
  await applyConfiguration(ctx, file(secrets))
  const [page] = await pagesOf(ctx)
  const access = await accessOf(ctx, page!.id)
  assert.deepEqual([access.private, access.ranges, access.connections[0]?.key], [true, ['192.0.2.0/24'], 'idp'])
  const before = await accessRow(ctx, page!.id)
  assert.deepEqual(secretsIn(ctx, before), { idp: 'hush-hush-1f3c' })
  const again = await applyConfiguration(ctx, file(secrets))
  assert.deepEqual(
    again.map(({ action }) => action),
    ['keep'],
  )
  assert.deepEqual(await accessRow(ctx, page!.id), before)
  const plan = await planConfiguration(ctx, file({ PAGE_PASSWORD: 'cobalt lighthouse', ID_SECRET: 'another-secret' }))
  assert.deepEqual(Object.keys(plan[0]!.changes).sort(), ['access.connections.idp.clientSecret', 'access.password'])
  assert.doesNotMatch(JSON.stringify(plan), /cobalt|another-secret|vermilion|hush/)
  await assert.rejects(changeAccess(ctx, page!.id, { private: false }), /read-only/)
})

test('a file that says nothing of access never opens a page; what is exported can be applied, without a secret in it', async () => {
  await applyConfiguration(ctx, { ...file({}), text: 'version: 1\npages:\n  - { slug: inside, name: Inside }\n' })
  const [page] = await pagesOf(ctx)
  assert.equal((await accessOf(ctx, page!.id)).private, true)
  const { text: exported, variables } = await exportConfiguration(ctx)
  assert.match(exported, /access:\n\s+private: true/)
  assert.match(exported, /clientSecret: \$\{INSIDE_IDP_CLIENT_SECRET\}|clientSecret: "\$\{INSIDE_IDP_CLIENT_SECRET\}"/)
  assert.ok(variables.includes('INSIDE_IDP_CLIENT_SECRET'))
  assert.doesNotMatch(exported, /hush|vermilion|argon2/)
  const environment = { INSIDE_IDP_CLIENT_SECRET: 'hush-hush-1f3c' }
  const steps = await applyConfiguration(ctx, { ...file(environment), text: exported })
  assert.deepEqual(
    steps.map(({ action }) => action),
    ['keep'],
  )
})
