import { start } from '../main.ts'
import type { Verb } from './verb.ts'

export const verb: Verb = {
  help: 'Serves pages, console and API, and does the work behind them. UPFRONT_ROLES divides that among several processes.',
  run: ({ config, log, print }) => start(config, log, print),
}
