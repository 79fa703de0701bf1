import { darkStates, lightStates, type Preset } from './preset.ts'

export const poster: Preset = {
  key: 'poster',
  name: 'Poster',
  words: 'Loud and plain: a band in your colour, very large type, thick lines, hard shadows.',
  light: {
    paper: '#ffffff',
    surface: '#ffffff',
    ink: '#101010',
    muted: '#4d4d4d',
    line: '#101010',
    accent: '#1f3bd6',
    ...lightStates,
  },
  dark: {
    paper: '#16161a',
    surface: '#16161a',
    ink: '#f4f4f4',
    muted: '#b9b9bf',
    line: '#f4f4f4',
    accent: '#ffd23f',
    ...darkStates,
  },
  radius: 0,
  text: '"Avenir Next", Avenir, Montserrat, Corbel, "URW Gothic", "Trebuchet MS", "Liberation Sans", sans-serif',
  headings:
    'Bahnschrift, "DIN Alternate", "Franklin Gothic Medium", "Arial Narrow", "Nimbus Sans Narrow", "Liberation Sans Narrow", "Arial Black", sans-serif',
  css: `
.top { max-inline-size: none; padding-block: 24px; padding-inline: max(16px, calc((100% - 768px) / 2 + 24px)); background: var(--accent); }
.top .brand, .top .brand span, .top nav a, .top .brand:hover bdi, .top nav a:hover { color: var(--on-accent); }
.top .brand { font-size: 1.25rem; font-weight: 800; text-transform: uppercase; }
.top a.follow { border: 2px solid var(--on-accent); border-radius: var(--radius); color: var(--on-accent); }
.top a.follow:hover { background: var(--on-accent); color: var(--accent); }
.top :focus-visible { outline-color: var(--on-accent); }
h1, h2, h3, h4 { font-weight: 800; }
.now { padding-block: 56px 24px; }
.now h1 { font-size: clamp(2.25rem, 1.3rem + 4.8vw, 4.25rem); line-height: 1.02; letter-spacing: -0.02em; }
.now h1 .mark { margin-block-start: 0.16em; }
section > h2 { font-size: 1.625rem; text-transform: uppercase; }
.card { border: 3px solid var(--ink); border-radius: var(--radius); box-shadow: 7px 7px 0 var(--tone); }
.card + .card { margin-block-start: 28px; }
.tree, .tree li, .tree .tree { border-width: 2px; }
.tree .tree { border-block-start: 0; border-inline-start-width: 4px; }
.tree li { border-inline: 0; border-block-start: 0; }
.part .name { font-weight: 700; }
button { border: 3px solid var(--ink); border-radius: var(--radius); box-shadow: 4px 4px 0 var(--ink); }
.end::before { border-block-start-width: 6px; }
`,
}
