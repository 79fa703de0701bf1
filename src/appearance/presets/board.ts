import { darkStates, lightStates, type Preset } from './preset.ts'

export const board: Preset = {
  key: 'board',
  name: 'Board',
  words: 'A control room: wide, components as tiles beside each other, panels on grey.',
  light: {
    paper: '#f1f3f6',
    surface: '#ffffff',
    ink: '#17202e',
    muted: '#535e70',
    line: '#d3d9e2',
    accent: '#0b5cad',
    ...lightStates,
    working: '#0f6a35',
    degraded: '#7d5000',
  },
  dark: {
    paper: '#0d131c',
    surface: '#17202d',
    ink: '#e6ebf3',
    muted: '#a0acbe',
    line: '#2d394a',
    accent: '#7fb8f7',
    ...darkStates,
  },
  radius: 8,
  text: 'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "Segoe UI", "DejaVu Sans", source-sans-pro, sans-serif',
  headings: null,
  css: `
.top, main, .end { max-inline-size: 1200px; }
.top { padding-block: 12px; }
.brand { font-size: 1.125rem; }
.now { margin-block-start: 8px; padding: 28px 24px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.now h1 { font-size: clamp(1.5rem, 1.3rem + 1vw, 2rem); letter-spacing: 0; }
section > h2 { margin-block: 36px 12px; color: var(--muted); font-size: var(--small); letter-spacing: 0.07em; text-transform: uppercase; }
.card { border-block-start-width: 1px; border-block-start-color: var(--line); border-inline-start: 6px solid var(--tone); border-radius: var(--radius); }
main :is(section, div) > .tree { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); gap: 12px; align-items: start; border: 0; }
main :is(section, div) > .tree > li { padding-inline: 16px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
main :is(section, div) > .tree .part { padding-block: 12px; }
main :is(section, div) > .tree .about { margin-block: -8px 12px; }
.days > div, .days > section { padding: 16px 20px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
.days > * + * { margin-block-start: 12px; }
`,
}
