import { darkStates, lightStates, type Preset } from './preset.ts'

export const ledger: Preset = {
  key: 'ledger',
  name: 'Ledger',
  words: 'Swiss and strict: headings in a margin of their own, hairlines, nothing else.',
  light: {
    paper: '#ffffff',
    surface: '#ffffff',
    ink: '#000000',
    muted: '#595959',
    line: '#d9d9d9',
    accent: '#c8102e',
    ...lightStates,
  },
  dark: {
    paper: '#111111',
    surface: '#111111',
    ink: '#f5f5f5',
    muted: '#a6a6a6',
    line: '#363636',
    accent: '#ff7a85',
    ...darkStates,
  },
  radius: 0,
  text: '"Helvetica Neue", Helvetica, "Nimbus Sans", "Liberation Sans", Arial, sans-serif',
  headings: null,
  css: `
.top, main, .end { max-inline-size: 1120px; }
.top { padding-block: 28px; border-block-end: 0; }
.brand { font-weight: 700; letter-spacing: -0.02em; }
.top a.follow { padding: 4px 0; border: 0; color: var(--ink); text-decoration: underline; text-underline-offset: 0.3em; }
.top a.follow:hover { background: none; color: var(--accent); }
.now { padding-block: 72px 40px; }
.now h1 { max-inline-size: 20ch; font-size: clamp(2rem, 1.3rem + 3.4vw, 3.5rem); font-weight: 700; line-height: 1.05; letter-spacing: -0.035em; }
.now h1 .mark { margin-block-start: 0.17em; }
section > h2 { font-size: 1rem; font-weight: 700; }
.card { padding: 12px 0 32px; border: 0; border-block-start: 3px solid var(--tone); border-radius: 0; background: none; }
.tree { border-block-start-color: var(--ink); }
button { border-radius: 0; }
.end::before { border-color: var(--ink); }
@media (min-width: 900px) {
  main > section:not(.now) { display: grid; grid-template-columns: 200px minmax(0, 1fr); column-gap: 56px; margin-block-start: 56px; padding-block-start: 16px; border-block-start: 1px solid var(--ink); }
  main > section:not(.now) > * { grid-column: 2; }
  main > section:not(.now) > h2 { grid-column: 1; grid-row: 1 / span 60; margin: 0; }
  main > section:not(.now) > .tree, main > section:not(.now) > div > .tree { border-block-start: 0; margin-block-start: -14px; }
}
`,
}
