// Every page works without this. It counts clocks down, keeps what was typed, previews, and knows shortcuts.
import { contentForm } from './console/content.js'
import { copyButtons } from './console/copy.js'
import { keepTyped } from './console/keep.js'
import { shortcuts } from './console/keys.js'
import { livePart } from './console/live.js'
import { looks } from './console/looks.js'
import { palette } from './console/palette.js'
import { previews } from './console/preview.js'
import { tickAll } from './console/tick-all.js'
import { runningTimes } from './console/times.js'

runningTimes()
keepTyped()
previews()
copyButtons()
livePart()
looks()
contentForm()
tickAll()
shortcuts(palette())
document.querySelector('[data-problems]')?.focus()

// A second press while the first is under way would post twice.
addEventListener('submit', ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented || target.method !== 'post' || !submitter || submitter.formTarget) return
  setTimeout(() => (submitter.disabled = true))
  addEventListener('pageshow', () => (submitter.disabled = false), { once: true })
})
