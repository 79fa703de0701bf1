import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { isForVisitors } from '../content/allows.ts'
import { fileOf } from '../publishing/site/files.ts'
import { read } from '../test/code.ts'
import { testFolder } from '../test/folder.ts'
import { noNginx, startNginx } from '../test/nginx.ts'

const paths = [
  ...['/', '/history', '/history/2026-11', '/calendar', '/calendar/2026-11', '/incidents/abcdef012345', '/uptime'],
  ...['/subscribe', '/sign-in', '/search', '/closed', '/404', '/embed', '/historybook', '/incidents/a/b', '/uptime/x'],
]
const policy = "default-src 'none'; script-src 'self' https://chat.example"

test('the line of the manual gives chat and counting to the paths that Upfront gives them to, and to no others', {
  skip: noNginx ?? false,
}, async () => {
  const root = await testFolder()
  await chmod(root, 0o755)
  for (const lang of ['', '/de'])
    for (const path of paths) {
      const file = join(root, 'acme', fileOf(path === '/' && lang ? lang : lang + path))
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, `<!doctype html><title>${path}</title>`)
    }
  const line = /^"~.+ text\/html" "[^"]*… what curl printed …";$/m.exec(read('docs/staying-up.md'))?.[0] ?? ''
  const said = line.replace(/ "[^"]*… what curl printed …";$/, () => ` "${policy}";`)
  assert.notEqual(said, line)
  const change = (shipped: string) => shipped.replace('    "~ text/html" ', () => `    ${said}\n    "~ text/html" `)
  const origin = await startNginx({ root, change })
  for (const prefix of ['', '/p/acme'])
    for (const lang of ['', '/de'])
      for (const path of paths)
        for (const query of ['', '?utm=1']) {
          const full = `${prefix}${lang}${path === '/' && prefix + lang !== '' ? '' : path}`
          const answer = await fetch(origin + full + query)
          if (!answer.headers.get('content-type')?.startsWith('text/html') || !answer.ok)
            throw new Error(`${full}: ${answer.status}`)
          const isTheirs = answer.headers.get('content-security-policy') === policy
          assert.equal(isTheirs, isForVisitors(path), full + query)
        }
})
