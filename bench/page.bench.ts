import { compare, forms } from './compare.ts'
import type { Print } from './run.ts'
import { setStage } from './stage.ts'

/** What readers ask for most, in each form. */
export async function bench(print: Print) {
  const stage = await setStage()
  try {
    for (const path of ['/', '/api/v2/summary.json'])
      for (const form of forms) await compare(print, stage.upfront, path, form)
  } finally {
    await stage.end()
  }
}
