import sanitize from 'sanitize-html'

/** Something in a block of HTML that cannot be published. */
export type Removed = { line: number; why: string }

/**
 * A page's own HTML for its head or foot, with nothing in it but text, links and boxes: what can run, ask, load or lie over
 * something is taken out, and named. Pictures are the page's own files.
 */
export function checkHtml(source: string, files: readonly string[]): { html: string; removed: Removed[] } {
  const removed: Removed[] = []
  const note = (what: string, why: string) => removed.push({ line: lineOf(source, what), why })
  const html = sanitize(source.toWellFormed(), {
    allowedTags: Object.keys(allowed),
    allowedAttributes: { ...allowed, '*': everywhere },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: [] },
    allowProtocolRelative: false,
    allowedStyles: { '*': styles },
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'iframe',
      'object',
      'template',
      'svg',
      'math',
      'title',
      'xmp',
      'plaintext',
    ],
    nestingLimit: 20,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'noopener nofollow' } }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !files.includes(attribs.src ?? ''),
    onOpenTag: (tag, attributes) => {
      const known = allowed[tag]
      if (!known) return void note(`<${tag}`, `expected no <${tag}>`)
      for (const name of Object.keys(attributes))
        if (![...known, ...everywhere].includes(name)) note(name, `expected no ${name} in <${tag}>`)
      if (tag === 'img' && !files.includes(attributes.src ?? ''))
        note('<img', 'expected a file of this page, such as src="seal.png"')
      if (tag === 'a' && !/^(https?:\/\/|mailto:|#|\/(?!\/))/i.test(attributes.href ?? '#'))
        note('href', 'expected a link that starts with https://, http:// or mailto:')
      for (const part of (attributes.style ?? '').split(';'))
        if (part.trim() && !isStyled(part)) note('style', `expected no "${part.trim().slice(0, 60)}" in a style`)
    },
  })
  if (/<!(?!--)|<\?/.test(source)) note('<', 'expected no document type and no instructions')
  return { html: html.trim(), removed }
}

const everywhere = ['class', 'dir', 'lang', 'title', 'style']

const allowed: Record<string, string[]> = {
  ...Object.fromEntries(
    'p div span strong b em i u s small br hr ul ol li blockquote code sub sup h2 h3 h4 dl dt dd abbr address'
      .split(' ')
      .map((tag) => [tag, []]),
  ),
  a: ['href', 'rel', 'target'],
  img: ['src', 'alt', 'width', 'height'],
}

const length = /^(0|\d{1,3}(\.\d+)?(px|em|rem|%))( (0|\d{1,3}(\.\d+)?(px|em|rem|%))){0,3}$/
const colour = /^(#[0-9a-f]{3,8}|[a-z]{3,20}|var\(--[a-z-]{1,30}\))$/i
/** Nothing that moves, covers or hides. */
const styles: Record<string, RegExp[]> = {
  'text-align': [/^(left|right|center|start|end)$/],
  'font-weight': [/^(normal|bold|[1-9]00)$/],
  'font-style': [/^(normal|italic)$/],
  'font-size': [/^(0\.[7-9]\d?|1(\.\d+)?|2)(em|rem)$/],
  color: [colour],
  'background-color': [colour],
  padding: [length],
  margin: [length],
  display: [/^(block|inline|inline-block|flex)$/],
  gap: [length],
}

function isStyled(part: string): boolean {
  const [name = '', value = ''] = part.split(/:(.*)/s).map((one) => one.trim().toLowerCase())
  return (styles[name] ?? []).some((pattern) => pattern.test(value))
}

/** Where it stands first; the sanitizer does not say. */
function lineOf(source: string, what: string): number {
  const at = source.toLowerCase().indexOf(what.toLowerCase())
  return source.slice(0, Math.max(0, at)).split('\n').length
}
