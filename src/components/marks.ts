import type { Html } from '../lib/html.ts'
import { state } from '../lib/mark.ts'
import { statusTone, statusWord } from '../publishing/words.ts'
import type { ComponentStatus } from './status.ts'

export const componentState = (status: ComponentStatus): Html => state(statusTone[status], statusWord[status])
