import { board } from './board.ts'
import { gazette } from './gazette.ts'
import { ledger } from './ledger.ts'
import { paper } from './paper.ts'
import { poster } from './poster.ts'
import type { Preset } from './preset.ts'
import { soft } from './soft.ts'
import { terminal } from './terminal.ts'

export type { Palette, Preset } from './preset.ts'

const byKey = { paper, gazette, ledger, board, soft, poster, terminal } as const satisfies Record<string, Preset>

export type PresetKey = keyof typeof byKey
export const plainPreset: PresetKey = 'paper'
export const presetKeys = [
  'paper',
  'gazette',
  'ledger',
  'board',
  'soft',
  'poster',
  'terminal',
] as const satisfies PresetKey[]
export const presets: readonly Preset[] = presetKeys.map((key) => byKey[key])
export const presetOf = (key: PresetKey): Preset => byKey[key]
