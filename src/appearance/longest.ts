// In bytes.
export const longestCss = 64 * 1024
export const longestHtml = 8 * 1024
