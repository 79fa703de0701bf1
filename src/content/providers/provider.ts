/** Whose script a page may load, and what that needs. One file each; the loaders are in public/visit.js. */
export type Provider = {
  /** As people know it. */
  name: string
  kind: 'chat' | 'analytics'
  /** What the vendor calls the identifier, its whole form, and one that is like a real one. */
  id: { label: string; form: RegExp; example: string }
  /** Where it runs when nobody says so; null: it has to be said. Undefined: it runs at the vendor's alone. */
  host?: string | null
  /** Whether it keeps something in the reader's browser. */
  keeps: boolean
  /** What the page's policy has to allow, from the vendor's documentation. `host`: the origin alone. */
  allows: (host: string) => Partial<Record<Directive, string[]>>
}

export type Directive =
  | 'script-src'
  | 'style-src'
  | 'img-src'
  | 'connect-src'
  | 'font-src'
  | 'frame-src'
  | 'media-src'
  | 'worker-src'
  | 'form-action'

/** Sources that a published page needs beyond its own, by directive of the Content-Security-Policy. */
export type Allows = Readonly<Record<string, string[]>>
