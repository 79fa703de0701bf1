import { darkStates, lightStates, type Preset } from './preset.ts'

/** As public/page.css has it. */
export const paper: Preset = {
  key: 'paper',
  name: 'Paper',
  words: 'Warm white, one quiet column, the system’s own type.',
  light: {
    paper: '#fbfaf8',
    surface: '#ffffff',
    ink: '#1c1e22',
    muted: '#5b5f68',
    line: '#e3e0d9',
    accent: '#5a3f9e',
    ...lightStates,
  },
  dark: {
    paper: '#14161a',
    surface: '#1b1e23',
    ink: '#eae8e3',
    muted: '#a3a7b0',
    line: '#2f333b',
    accent: '#b8a4f3',
    ...darkStates,
  },
  radius: 12,
  text: null,
  headings: null,
  css: '',
}
