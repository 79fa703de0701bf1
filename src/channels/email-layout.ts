import { type Html, html } from '../lib/html.ts'
import { directionOf } from './email-words.ts'

/**
 * The document around a mail's text: one column of 600 px, no images, no colours of its own beside the link's, so that
 * every client's dark mode works on it.
 */
export const mailDocument = (subject: string, main: Html, footer: Html, language = 'en'): string =>
  html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>:root{color-scheme:light dark}a{color:#5a3f9e}@media (prefers-color-scheme:dark){a{color:#b8a4f3}}</style>
</head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:600px;margin:0 auto;overflow-wrap:break-word">
${main}
<div style="margin-top:32px;padding-top:12px;border-top:1px solid #8a8d94;font-size:14px">
${footer}
</div>
</div>
</body>
</html>
`.__html

/** A link that looks like a button and stays one where styles are dropped. */
export const mailButton = (label: string, url: string): Html =>
  html`<p style="margin:24px 0"><a href="${url}" style="display:inline-block;padding:10px 20px;border:2px solid currentcolor;border-radius:6px;font-weight:600;text-decoration:none">${label}</a></p>`

/** The last line of a footer: where whoever writes has their seat. */
export const postalLine = (postal: string | null | undefined): Html | null =>
  postal ? html`<br><span dir="auto">${postal}</span>` : null

/** A text part: paragraphs, and below a line what stands at the foot. "-- " is what mail programs fold away. */
export const mailText = (paragraphs: readonly string[], footer: readonly string[]): string =>
  `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n\n-- \n${footer.join('\n')}\n`
