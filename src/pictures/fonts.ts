import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { writeWhole } from '../publishing/site/files.ts'
import { sfntOf } from './woff2.ts'

/**
 * Writes the program's own typeface where the drawing process finds it, once, and the file that says so; its path. Fonts
 * of the machine are only for scripts that Inter does not have.
 */
export async function prepareFonts(dataDir: string, random: (n: number) => Buffer): Promise<string> {
  const require = createRequire(import.meta.url)
  const home = dirname(require.resolve('@fontsource-variable/inter/package.json'))
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
  const folder = join(dataDir, 'fonts', `inter-${version}`)
  const configuration = join(folder, 'fonts.conf')
  if (existsSync(configuration)) return configuration
  await mkdir(folder, { recursive: true })
  const names = await readdir(join(home, 'files'))
  for (const name of names.filter((one) => one.endsWith('-wght-normal.woff2'))) {
    const font = sfntOf(await readFile(join(home, 'files', name)))
    await writeFile(join(folder, name.replace(/\.woff2$/, '.ttf')), font)
  }
  // Last: where it is, all of them are.
  await writeWhole(configuration, settings(folder), random)
  return configuration
}

const settings = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${[folder, '/usr/share/fonts', '/usr/local/share/fonts', '/System/Library/Fonts', 'C:\\Windows\\Fonts'].map((one) => `<dir>${xml(one)}</dir>`).join('\n')}
<cachedir>${xml(join(folder, 'cache'))}</cachedir>
</fontconfig>
`

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
