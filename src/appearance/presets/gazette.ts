import { darkStates, lightStates, type Preset } from './preset.ts'

export const gazette: Preset = {
  key: 'gazette',
  name: 'Gazette',
  words: 'A newspaper: serifs, a centred masthead, rules where others have boxes.',
  light: {
    paper: '#fdfbf5',
    surface: '#fdfbf5',
    ink: '#17150f',
    muted: '#5d574a',
    line: '#d8d0bd',
    accent: '#7a1f1f',
    ...lightStates,
  },
  dark: {
    paper: '#171511',
    surface: '#171511',
    ink: '#efe9dc',
    muted: '#b0a894',
    line: '#3b362b',
    accent: '#f0a08e',
    ...darkStates,
  },
  radius: 0,
  text: '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, "Noto Serif", Georgia, "Liberation Serif", serif',
  headings: null,
  css: `
.top, main, .end { max-inline-size: 720px; }
.top { flex-direction: column; padding-block: 40px 16px; text-align: center; }
.top::after { content: ""; order: 1; inline-size: 100%; block-size: 5px; border-block: 1px solid var(--ink); }
.top nav { order: 2; flex-wrap: wrap; justify-content: center; font-style: italic; }
.top a.follow { padding: 4px 0; border: 0; color: var(--accent); font-weight: 400; text-decoration: underline; }
.top a.follow:hover { background: none; color: var(--ink); }
.brand { font-size: clamp(1.75rem, 1.2rem + 2.6vw, 2.75rem); font-weight: 400; line-height: 1.1; letter-spacing: -0.02em; }
.brand span { font-style: italic; }
h1, h2, h3, h4 { font-weight: 600; }
.now { padding-block: 32px 8px; text-align: center; }
.now h1 { justify-content: center; font-weight: 400; letter-spacing: -0.02em; }
.now .more { font-style: italic; }
section > h2 { padding-block-end: 6px; border-block-end: 1px solid var(--ink); font-variant-caps: all-small-caps; font-weight: 600; letter-spacing: 0.08em; text-align: center; }
.card { padding: 20px 0 24px; border: 0; border-block-start: 3px solid var(--tone); border-radius: 0; background: none; }
.card h3 { font-size: 1.5rem; font-weight: 400; }
.card h3 .mark { margin-block-start: 0.3em; }
.prose { font-size: 1.0625rem; line-height: 1.6; }
.tree { border-block-start: 0; }
.tree li { border-block-end-style: dotted; }
button { border-radius: 0; }
`,
}
