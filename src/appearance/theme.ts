import { inkOn } from './colour.ts'
import { fontCss } from './fonts.ts'
import { type Palette, plainPreset, presetOf } from './presets/index.ts'
import { type Appearance, colourNames, type Look } from './schema.ts'

/**
 * What makes the page's style sheet this page's: custom properties and the preset's own rules, to stand behind page.css.
 * Empty where nothing differs from it. `font`: the address of the page's own. Pure; every value in it is a number, a checked colour or a text of ours.
 */
export function themeCss(appearance: Appearance, font: string | null = null): string {
  const preset = presetOf(appearance.preset)
  const { light, dark } = { light: paletteOf(appearance, 'light'), dark: paletteOf(appearance, 'dark') }
  const isPlain =
    appearance.preset === plainPreset && appearance.density === 'comfortable' && appearance.radius === null
  const isOwn = [...colourNames].some((name) => appearance.light[name] ?? appearance.dark[name])
  const pictures = [
    font && fontCss(appearance, font),
    appearance.logo && logoCss,
    appearance.cover && coverCss,
    (appearance.headerHtml || appearance.footerHtml) && ownHtmlCss,
  ]
  if (isPlain && !isOwn && appearance.scheme === 'auto') return pictures.filter(Boolean).join('\n')
  const radius = appearance.radius ?? preset.radius
  // On paper the print rules of page.css hold: no ground, no shadow, no dark.
  return [
    preset.text && `html { font-family: ${preset.text}; }`,
    preset.headings && `h1, h2, h3, h4, .brand { font-family: ${preset.headings}; }`,
    '@media screen {',
    `:root { --radius: ${radius}px; --radius-control: ${Math.round((radius * 2) / 3)}px; }`,
    ...roots(appearance, light, dark),
    preset.css.trim(),
    densityCss[appearance.density].trim(),
    '}',
    ...pictures,
  ]
    .filter(Boolean)
    .join('\n')
}

/** The preset's colours with those that were chosen in their place. */
export function paletteOf(appearance: Appearance, look: Look): Palette {
  const chosen = Object.entries(appearance[look]).filter(([, colour]) => colour !== null)
  return { ...presetOf(appearance.preset)[look], ...Object.fromEntries(chosen) }
}

function roots({ scheme }: Appearance, light: Palette, dark: Palette): string[] {
  if (scheme === 'light') return [`:root { color-scheme: light; ${properties(light)} }`]
  if (scheme === 'dark') return [`:root { color-scheme: dark; ${properties(dark)} }`]
  return [`:root { ${properties(light)} }`, `@media (prefers-color-scheme: dark) { :root { ${properties(dark)} } }`]
}

const properties = (palette: Palette) =>
  [...Object.entries(palette), ['on-accent', inkOn(palette.accent)]]
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ')

const logoCss = `.brand .logo { display: block; inline-size: auto; max-inline-size: min(280px, 70vw); block-size: 36px; object-fit: contain; object-position: left center; }
[dir="rtl"] .brand .logo { object-position: right center; }
.brand:has(.logo) { display: flex; gap: 10px; align-items: center; }`
const coverCss =
  '.top .cover { display: block; flex: 1 0 100%; inline-size: 100%; min-inline-size: 0; block-size: clamp(96px, 18vw, 240px); margin-block-end: 8px; border-radius: var(--radius); object-fit: cover; }'
const ownHtmlCss = `.own-html { flex: 1 0 100%; min-inline-size: 0; overflow-wrap: anywhere; }
.own-html img { max-inline-size: 100%; block-size: auto; }`

const densityCss = {
  comfortable: '',
  compact: `
.top { padding-block: 12px; }
.now { padding-block: 20px 8px; }
section > h2 { margin-block: 32px 10px; }
.card { padding-block: 16px; }
.post { margin-block-start: 14px; }
.part { padding-block: 8px; }
.about { margin-block: -6px 8px; }
.days > * + * { margin-block-start: 14px; }
.end { margin-block-start: 40px; }`,
  airy: `
.top { padding-block: 32px; }
.now { padding-block: 64px 32px; }
section > h2 { margin-block: 80px 24px; }
.card { padding-block: 32px; }
.post { margin-block-start: 32px; }
.part { padding-block: 20px; }
.days > * + * { margin-block-start: 32px; }
.end { margin-block-start: 104px; }`,
} as const satisfies Record<Appearance['density'], string>
