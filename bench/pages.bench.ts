import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compare } from './compare.ts'
import { copyPages } from './copies.ts'
import { memoryOf } from './memory.ts'
import { median, type Print } from './run.ts'
import { setStage } from './stage.ts'

const pages = 1000
const components = 50
const starts = 3

/** One installation with many pages: the first start that publishes them, the next ones, their memory, reading one of them. */
export async function bench(print: Print) {
  // A free port at each start would be another address each time, in every link: all pages would be published anew.
  const stage = await setStage(undefined, { UPFRONT_URL: 'http://127.0.0.1:3000' })
  try {
    await copyPages(stage.dataDir, pages - 1, components)
    await stage.upfront.stop()
    const began = performance.now()
    await ready((await stage.again()).url)
    print(`publishing ${pages} pages of ${components} components: ${seconds(began)} s`)
    await everythingIsOnDisk(stage.dataDir)
    print(`until all of it is on disk, pictures included: ${seconds(began)} s`)

    const times: number[] = []
    for (let i = 0; i < starts; i++) {
      await stage.upfront.stop()
      const started = performance.now()
      const { url } = await stage.again()
      while (!(await fetch(url)).ok);
      times.push(performance.now() - started)
      await ready(url)
    }
    print(
      `start to first page: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms of ${starts}`,
    )
    const before = await memoryOf(stage.upfront, stage.dataDir)
    for (let n = 1; n < pages; n++) await (await fetch(`${stage.upfront.url}/p/bench-${n}/`)).text()
    const after = await memoryOf(stage.upfront, stage.dataDir)
    for (const [when, { node, postgres }] of [
      ['after the start', before],
      ['after all were read', after],
    ] as const)
      print(
        `memory ${when}: ${(node + postgres).toFixed(0)} MB (Node ${node.toFixed(0)}, PostgreSQL ${postgres.toFixed(0)})`,
      )
    for (const path of ['/', `/p/bench-${pages / 2}`])
      for (const form of ['plain', 'br', '304'] as const) await compare(print, stage.upfront, path, form)
  } finally {
    await stage.end()
  }
}

const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)

/** A page's list of files carries its mark once the last of them is there. */
async function everythingIsOnDisk(dataDir: string) {
  const left = new Set((await readdir(join(dataDir, 'published'))).filter((name) => !name.includes('.')))
  while (left.size > 0) {
    for (const slug of left) {
      const list = await readFile(join(dataDir, 'published', slug, 'manifest.json'), 'utf8').catch(() => '')
      if (list.includes('"mark":')) left.delete(slug)
      else break
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function ready(url: string) {
  while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 100))
}
