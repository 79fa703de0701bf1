import { hash } from 'node:crypto'
import type { Appearance } from './schema.ts'
import { themeCss } from './theme.ts'

/** The style sheet of a page with a look of its own: `plain` and its theme, named by the content. Null: it has none. */
export function styleFile(plain: string, appearance: Appearance) {
  const theme = themeCss(appearance)
  if (theme === '') return null
  const css = `${plain}\n${theme}\n`
  const name = hash('sha256', css, 'base64url').slice(0, 12).replaceAll(/[-_]/g, '0')
  return { path: `/assets/page-${name}.css`, contentType: 'text/css; charset=utf-8', body: Buffer.from(css) }
}
