import { darkStates, lightStates, type Preset } from './preset.ts'

export const terminal: Preset = {
  key: 'terminal',
  name: 'Terminal',
  words: 'Fixed width, dashed lines and close rows, for readers who live in a shell.',
  light: {
    paper: '#f7f7f2',
    surface: '#f7f7f2',
    ink: '#1d2021',
    muted: '#57534e',
    line: '#bdbcb0',
    accent: '#0a6464',
    ...lightStates,
    working: '#126a36',
    degraded: '#7d5100',
  },
  dark: {
    paper: '#101410',
    surface: '#101410',
    ink: '#d6e2d3',
    muted: '#93a38f',
    line: '#384437',
    accent: '#7ee2a8',
    ...darkStates,
  },
  radius: 0,
  text: 'ui-monospace, "Cascadia Code", "Source Code Pro", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
  headings: null,
  css: `
.top, main, .end { max-inline-size: 920px; }
.top { padding-block: 14px; }
.top a.follow { padding: 3px 12px; border-style: dashed; border-radius: 0; }
.brand::before { content: "$ " / ""; color: var(--accent); }
.now { padding-block: 24px 8px; }
.now h1 { font-size: clamp(1.25rem, 1.1rem + 1vw, 1.625rem); letter-spacing: -0.01em; }
section > h2 { margin-block: 36px 8px; font-size: var(--body); }
section > h2::before { content: "## " / ""; color: var(--muted); font-weight: 400; }
.card { padding: 14px 18px; border: 1px dashed var(--line); border-inline-start: 4px solid var(--tone); border-radius: 0; background: none; }
.card h3 { font-size: var(--body); }
.tree li { border-block-end-style: dashed; }
.tree .tree { border-inline-start-style: dashed; }
.tree, .tree .tree { border-block-start: 0; }
.part { padding-block: 8px; }
.about { margin-block: -6px 8px; }
.post { margin-block-start: 16px; }
button { border-radius: 0; }
.end { margin-block-start: 48px; }
.end::before { border-block-start-style: dashed; }
`,
}
