import { InvalidInput, type Problem } from '../lib/errors.ts'
import type { Values } from '../web/page.ts'
import { parsed } from '../web/parse.ts'
import { type Link, linkLines, linksIn } from './links.ts'
import { type Appearance, ChangeAppearance, colourNames, looks } from './schema.ts'

/**
 * What a form says, whole: an empty field goes back to what the preset has. `known`: the links that the page has, for their
 * translations. Throws `InvalidInput` in the form's names.
 */
export function fromFields(values: Values, known: readonly Link[] = []): ChangeAppearance {
  const text = (name: string) => [values[name] ?? ''].flat()[0]?.trim() || null
  const radius = text('radius')
  try {
    return parsed(ChangeAppearance, {
      preset: text('preset'),
      scheme: text('scheme'),
      density: text('density'),
      radius: radius === null ? null : Number(radius),
      ...Object.fromEntries(
        looks.map((look) => [look, Object.fromEntries(colourNames.map((name) => [name, text(`${look}.${name}`)]))]),
      ),
      links: linksIn(text('links'), known),
      footer: text('footer'),
      font: text('font'),
      logo: text('logo.light') && { light: text('logo.light'), dark: text('logo.dark'), alt: text('logo.alt') },
      favicon: text('favicon.file') && { file: text('favicon.file'), state: text('favicon.state') !== null },
      cover: text('cover.file') && { file: text('cover.file'), alt: text('cover.alt') },
    })
  } catch (error) {
    if (error instanceof InvalidInput) throw new InvalidInput(error.message, inForm(error.problems))
    throw error
  }
}

/** The same the other way. */
export function fieldsOf(appearance: Appearance): Values {
  const { preset, scheme, density, radius, links, footer, font, logo, favicon, cover } = appearance
  const colours = looks.flatMap((look) =>
    colourNames.map((name) => [`${look}.${name}`, appearance[look][name] ?? ''] as const),
  )
  return {
    preset,
    scheme,
    density,
    radius: radius === null ? '' : String(radius),
    ...Object.fromEntries(colours),
    links: linkLines(links),
    footer: footer ?? '',
    font: font ?? '',
    'logo.light': logo?.light ?? '',
    'logo.dark': logo?.dark ?? '',
    'logo.alt': logo?.alt ?? '',
    'favicon.file': favicon?.file ?? '',
    ...(favicon?.state && { 'favicon.state': 'on' }),
    'cover.file': cover?.file ?? '',
    'cover.alt': cover?.alt ?? '',
  }
}

/** `/light/accent` is the field `light.accent`, `/logo/dark` is `logo.dark`; what is wrong with one link is wrong with the list. */
export const inForm = (problems: readonly Problem[]): Problem[] =>
  problems.map(({ pointer, detail }) => {
    const [, look, name] = /^\/(light|dark|logo|favicon|cover)\/(\w+)$/.exec(pointer) ?? []
    if (look) return { pointer: `/${look}.${name}`, detail }
    const [, line, part] = /^\/links\/(\d+)\/?(\w*)/.exec(pointer) ?? []
    return line === undefined
      ? { pointer, detail }
      : { pointer: '/links', detail: `line ${Number(line) + 1}${part && `, ${part}`}: ${detail}` }
  })
