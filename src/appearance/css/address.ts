/** How a style sheet names a file until it is published: `publishedCss` puts its address there. */
const mark = 'u-file:'

/** `url(./logo.png)` and `url(logo.png)` are the same file of the page. */
export const fileIn = (address: string): string => address.replace(/^\.\//, '')

export const marked = (name: string) => mark + name

/** What stands in the page's style sheet: addresses in place of names; null where the file is gone. */
export const publishedCss = (css: string, addressOf: (name: string) => string | null): string =>
  css.replaceAll(/url\(u-file:([a-z0-9._-]+)\)/g, (_, name: string) => {
    const address = addressOf(name)
    return address === null ? 'none' : `url("${address}")`
  })
