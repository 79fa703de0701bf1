import process from 'node:process'
import lighthouse from 'lighthouse'
import { chromium } from 'playwright-core'
import { copyPages } from './copies.ts'
import { freePort } from './free-port.ts'
import type { Print } from './run.ts'
import { api, setStage } from './stage.ts'

const categories = ['performance', 'accessibility', 'best-practices', 'seo']

/** Lighthouse's four figures (a slow phone on a slow network) and a first visit's requests, for a front with 30 components and an incident. */
export async function bench(print: Print) {
  const executablePath = process.env.CHROME_PATH ?? '/usr/bin/chromium'
  const stage = await setStage()
  const port = await freePort()
  const browser = await chromium.launch({ executablePath, args: [...flags, `--remote-debugging-port=${port}`] })
  try {
    await copyPages(stage.dataDir, 1, 30)
    await stage.upfront.stop()
    const { url } = await stage.again()
    while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 100))
    const { id } = (await api(url, 'POST', 'incidents', {
      page: 'bench-1',
      title: 'Slower answers from Component 1',
      status: 'investigating',
      body: 'Requests take about two seconds longer than usual. They still complete, and your data is safe.',
      components: { 'bench-1': 'degraded_performance' },
      notify: false,
    })) as { id: string }
    for (const path of ['/p/bench-1', `/p/bench-1/incidents/${id}`]) {
      while (!(await fetch(`${url}${path}`)).ok) await new Promise((resolve) => setTimeout(resolve, 100))
      const result = await lighthouse(`${url}${path}`, { port, output: 'json', onlyCategories: categories })
      if (!result) throw new Error('Lighthouse said nothing')
      const { lhr } = result
      const scores = categories.map((name) => `${name} ${Math.round((lhr.categories[name]?.score ?? 0) * 100)}`)
      const details = lhr.audits['network-requests']?.details
      const items = (details?.type === 'table' ? details.items : []) as { url: string; transferSize: number }[]
      const asked = items.filter(({ url }) => !url.startsWith('data:') && !url.endsWith('/events'))
      const bytes = asked.reduce((sum, { transferSize }) => sum + transferSize, 0)
      const others = asked.filter((item) => !item.url.startsWith(url)).length
      print(
        `${path.replace(id, '…')}: ${scores.join(', ')}; ${asked.length} requests besides the live stream, ${(bytes / 1024).toFixed(1)} KB, ${others} to other hosts`,
      )
      for (const audit of Object.values(lhr.audits)) {
        const counts =
          ['binary', 'numeric'].includes(audit.scoreDisplayMode) && audit.score !== null && audit.score < 0.9
        if (counts) print(`  ${audit.id}: ${audit.title} ${audit.displayValue ?? ''}`)
      }
    }
  } finally {
    await browser.close()
    await stage.end()
  }
}

const flags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
