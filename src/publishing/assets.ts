import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { scriptFile } from '../lib/script-file.ts'
import { styleSheet } from '../lib/style-sheet.ts'
import type { AssetFile, Edition } from './documents.ts'
import type { AssetPaths } from './frame.ts'

/** The stylesheet and the script of `folder` (the project's public/), named by their content. */
export function readAssets(folder: string): Edition {
  const style = file(folder, 'page.css', 'text/css; charset=utf-8')
  const script = file(folder, 'page.js', 'text/javascript; charset=utf-8')
  const days = file(folder, 'uptime.js', 'text/javascript; charset=utf-8')
  const visit = file(folder, 'visit.js', 'text/javascript; charset=utf-8')
  // Other sites name it, so its address stays.
  const embed = { ...file(folder, 'embed.js', 'text/javascript; charset=utf-8'), path: '/embed.js' }
  // Beside the page that asks for it, so that it is there for whatever else serves the files.
  const push = { ...file(folder, 'push.js', 'text/javascript; charset=utf-8'), path: '/subscribe/push.js' }
  const assets: AssetPaths = { style: style.path, script: script.path, days: days.path, visit: visit.path }
  return { assets, files: [style, script, days, visit, embed, push], edition: renderersHash() }
}

function file(folder: string, name: string, contentType: string): AssetFile {
  const body = name.endsWith('.css') ? styleSheet(folder, name) : scriptFile(folder, name)
  const end = extname(name)
  return { path: `/assets/${name.slice(0, -end.length)}-${short(body)}${end}`, contentType, body }
}

/** Of the sources that decide how a page looks: after an upgrade each page is rendered again, with no number to forget. */
function renderersHash() {
  const sources = [import.meta.dirname, join(import.meta.dirname, '../content')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  )
  const shared = ['markdown.ts', 'html.ts', 'mark.ts', 'duration.ts', 'word-diff.ts'].map((name) =>
    join(import.meta.dirname, '../lib', name),
  )
  const uptime = ['days.ts', 'ledger.ts', 'share.ts', 'spans.ts', 'tally.ts'].map((name) =>
    join(import.meta.dirname, '../uptime', name),
  )
  return short([...sources, ...shared, ...uptime].map((path) => hash('sha256', readFileSync(path))).join())
}

const short = (content: string | Buffer) => hash('sha256', content, 'base64url').slice(0, 12).replaceAll(/[-_]/g, '0')
