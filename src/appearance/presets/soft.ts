import { darkStates, lightStates, type Preset } from './preset.ts'

export const soft: Preset = {
  key: 'soft',
  name: 'Soft',
  words: 'Round and roomy: rounded type, pills, cards without a line.',
  light: {
    paper: '#eef1ec',
    surface: '#fcfdfb',
    ink: '#20302a',
    muted: '#4e5f57',
    line: '#d7dfd6',
    accent: '#1c6b57',
    ...lightStates,
    working: '#10683a',
    degraded: '#7a4f00',
    partial: '#a03c08',
  },
  dark: {
    paper: '#141b18',
    surface: '#1e2824',
    ink: '#e6efe9',
    muted: '#a8b8b0',
    line: '#33413b',
    accent: '#7fd6ba',
    ...darkStates,
  },
  radius: 20,
  text: 'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Quicksand, Nunito, Comfortaa, "Varela Round", Manjari, "Arial Rounded MT Bold", Candara, "Noto Sans", sans-serif',
  headings: null,
  css: `
html { line-height: 1.6; }
.top { padding-block: 28px 20px; }
.top a.follow, button { border-radius: 999px; }
.top a.follow { border-color: transparent; background: var(--surface); }
.now { padding: 48px 32px; border-radius: calc(var(--radius) * 1.4); background: var(--surface); text-align: center; }
.now h1 { justify-content: center; }
section > h2 { margin-block: 48px 16px; padding-inline: 8px; }
.card { padding: 28px 32px; border: 0; border-radius: calc(var(--radius) * 1.2); box-shadow: inset 0 8px 0 var(--tone); }
.tree, .tree li { border: 0; }
main :is(section, div) > .tree { display: grid; gap: 10px; }
main :is(section, div) > .tree > li { padding-inline: 24px; border-radius: var(--radius); background: var(--surface); }
.tree .tree { border: 0; }
.part { padding-block: 18px; }
.days { padding: 24px 28px; border-radius: var(--radius); background: var(--surface); }
.end { text-align: center; }
.end nav { justify-content: center; }
.end::before { border: 0; margin: 0; }
@media (max-width: 480px) {
  .now { padding: 32px 20px; }
  .card { padding: 24px 20px; }
  main :is(section, div) > .tree > li { padding-inline: 16px; }
  .days { padding: 20px 16px; }
}
`,
}
