/** What a picture of a page or an incident says: 1200 by 630 pixels, as https://ogp.me wants it. */
export type Picture = {
  /** Small, above: the page's name. */
  page: string
  /** Large: the state as a sentence, or an incident's title. */
  title: string
  /** Below the title: a phase and a day. Empty: nothing. */
  about: string
  dir: 'ltr' | 'rtl'
  /** The shape of the state, as SVG inside of 16 by 16 units. */
  shape: string
  /** As #rrggbb. */
  colours: { paper: string; ink: string; muted: string; tone: string }
}

export const [pictureWidth, pictureHeight] = [1200, 630]
