/** `#rrggbb`, in lower case. */
export type Colour = string

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(a: Colour, b: Colour): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

/** The colour of text on this ground: white where it can be read, else black, which can then. */
export const inkOn = (ground: Colour): Colour => (contrast('#ffffff', ground) >= 4.5 ? '#ffffff' : '#000000')

/** Lightness 0 to 1, chroma, hue in radians. https://bottosson.github.io/posts/oklab/ */
export type Oklch = { l: number; c: number; h: number }

export function toOklch(colour: Colour): Oklch {
  const [r, g, b] = linear(colour)
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(x, y), h: Math.atan2(y, x) }
}

/** With less chroma where the screen cannot show so much at this lightness. */
export function fromOklch({ l, c, h }: Oklch): Colour {
  if (l <= 0) return '#000000'
  if (l >= 1) return '#ffffff'
  let [low, high] = [0, c]
  if (isShown(channels({ l, c, h }))) low = c
  else
    for (let step = 0; step < 12; step++) {
      const middle = (low + high) / 2
      if (isShown(channels({ l, c: middle, h }))) low = middle
      else high = middle
    }
  return `#${channels({ l, c: low, h }).map(hex).join('')}`
}

type Channels = [r: number, g: number, b: number]

function channels({ l, c, h }: Oklch): Channels {
  const [x, y] = [c * Math.cos(h), c * Math.sin(h)]
  const long = (l + 0.3963377774 * x + 0.2158037573 * y) ** 3
  const medium = (l - 0.1055613458 * x - 0.0638541728 * y) ** 3
  const short = (l - 0.0894841775 * x - 1.291485548 * y) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

const isShown = (parts: Channels) => parts.every((part) => part > -0.0005 && part < 1.0005)

function hex(part: number): string {
  const light = Math.min(1, Math.max(0, part))
  const shown = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055
  return Math.round(shown * 255)
    .toString(16)
    .padStart(2, '0')
}

function luminance(colour: Colour): number {
  const [r, g, b] = linear(colour)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function linear(colour: Colour): Channels {
  const part = (at: number) => {
    const shown = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return shown <= 0.04045 ? shown / 12.92 : ((shown + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}
