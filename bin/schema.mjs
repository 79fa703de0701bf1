import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rightNode } from './right-node.mjs'

// npm run schema: writes src/db/schema.ts from the migrations. --check: fails when they differ.
await rightNode()
const root = fileURLToPath(new URL('..', import.meta.url))
const file = join(root, 'src/db/schema.ts')
const wanted = await generate()
if (!process.argv.includes('--check')) writeFileSync(file, wanted)
else if (readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== wanted) {
  console.error('src/db/schema.ts is not what the migrations say: run "npm run schema"')
  process.exitCode = 1
}

async function generate() {
  const { testServer, databaseUrl } = await import('../src/test/template.ts')
  const server = await testServer()
  const folder = mkdtempSync(join(tmpdir(), 'upfront-schema-'))
  try {
    const out = join(folder, 'schema.ts')
    const codegen = join(root, 'node_modules/kysely-codegen/dist/cli/bin.js')
    execFileSync(process.execPath, [codegen, ...options(databaseUrl(server.url, server.template), out)], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return readFileSync(out, 'utf8').replace('export interface DB {', 'export interface Database {')
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}

/** int8 and date as src/db/connect.ts reads them. */
function options(url, out) {
  return [
    ...['--dialect', 'postgres', '--url', url, '--default-schema', 'public', '--out-file', out],
    ...['--include-pattern', 'public.*', '--exclude-pattern', 'public.upfront_migrations'],
    ...['--date-parser', 'string', '--type-mapping', '{"int8":"number"}', '--type-only-imports'],
  ]
}
