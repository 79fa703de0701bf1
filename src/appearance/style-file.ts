import { hash } from 'node:crypto'
import type { Dress } from './dress.ts'
import { fontAsset } from './fonts.ts'
import type { Appearance } from './schema.ts'
import { themeCss } from './theme.ts'

/**
 * The style sheet of a page with a look of its own: `plain`, its theme and its own CSS, named by the content. `own`: with
 * its own CSS, which pages that ask the reader for something do without. Null: nothing differs from `plain`.
 */
export function styleFile(plain: string, appearance: Appearance, dress: Dress, own = true) {
  const theme = themeCss(appearance, fontAsset(appearance, dress))
  const added = [theme, own ? dress.css : null].filter(Boolean)
  if (added.length === 0) return null
  const css = `${plain}\n${added.join('\n')}\n`
  const name = hash('sha256', css, 'base64url').slice(0, 12).replaceAll(/[-_]/g, '0')
  return { path: `/assets/page-${name}.css`, contentType: 'text/css; charset=utf-8', body: Buffer.from(css) }
}
