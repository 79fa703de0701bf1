import type { Atrule, CssNode, Declaration, Selector } from 'css-tree'
import { fileIn } from './address.ts'
import { mostParts } from './limits.ts'

type Around = { files: readonly string[]; declaration: Declaration | null; atrule: Atrule | null }

/** Why a part of a style sheet may not be published; null where it may. */
export function fault(node: CssNode, { files, declaration, atrule }: Around): string | null {
  switch (node.type) {
    case 'Atrule':
      return atrules.has(node.name)
        ? null
        : `expected one of ${[...atrules].map((name) => `@${name}`).join(', ')}, not @${node.name}`
    case 'Url':
      return files.includes(fileIn(node.value))
        ? null
        : 'expected a file of this page, such as url(hero.png): nothing may be fetched from elsewhere'
    case 'Function':
      return functions.has(node.name.toLowerCase())
        ? null
        : `expected a function that fetches nothing, not ${node.name}()`
    case 'PseudoElementSelector':
    case 'PseudoClassSelector':
      return node.name.includes('\\') ? 'expected a name without escapes' : null
    case 'Selector':
      return partsOf(node) > mostParts ? `expected a selector of at most ${mostParts} parts` : null
    case 'Declaration':
      return declared(node, atrule)
    case 'Raw':
      return node.value.trim() === '' ? null : 'expected CSS that can be read'
    case 'CDO':
    case 'CDC':
      return 'expected no marks of HTML'
    case 'Identifier':
      return declaration && node.name.includes('\\') ? 'expected a value without escapes' : null
    default:
      return null
  }
}

const partsOf = (selector: Selector) => selector.children.size

function declared({ property, value }: Declaration, atrule: Atrule | null): string | null {
  const name = property.toLowerCase()
  if (name.includes('\\')) return 'expected the name of a property without escapes'
  if (['behavior', '-moz-binding', '-ms-behavior'].includes(name)) return `${name} would load a program`
  if (name === 'src' && atrule?.name !== 'font-face') return 'src belongs into @font-face'
  if (name === 'position') return placed(value)
  return null
}

/** What stays in place while the page moves can lie over what the reader is asked for. */
function placed(value: Declaration['value']): string | null {
  const words = value.type === 'Value' ? value.children.toArray() : []
  const isPlain = words.length === 1 && words[0]?.type === 'Identifier' && placings.has(words[0].name.toLowerCase())
  return isPlain ? null : `expected position: ${[...placings].join(', ')}`
}

const placings = new Set(['static', 'relative', 'absolute', 'initial', 'inherit', 'unset'])

const atrules = new Set(['media', 'supports', 'keyframes', 'container', 'layer', 'font-face'])

/** Those that compute, draw or choose. None takes an address but `url()`, which is looked at by itself. */
const functions = new Set(
  `calc min max clamp round mod rem abs sign sin cos tan asin acos atan atan2 pow sqrt hypot log exp var env
  rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark
  linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient
  translate translatex translatey translatez translate3d rotate rotatex rotatey rotatez rotate3d scale scalex scaley scalez
  scale3d skew skewx skewy matrix matrix3d perspective blur brightness contrast drop-shadow grayscale hue-rotate invert
  opacity saturate sepia cubic-bezier steps linear minmax repeat fit-content circle ellipse inset polygon path rect xywh
  counter counters format tech local style`
    .split(/\s+/)
    .filter(Boolean),
)
