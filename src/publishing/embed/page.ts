import { html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { liveWords } from '../html/layout.ts'
import { mark } from '../html/mark.ts'
import { sentenceOf } from '../sentence.ts'
import { embedded } from './state.ts'

/** The state in a frame on another site: the one page that may be framed. Links leave the frame. */
export function embedPage(frame: Frame): string {
  const { page, link, assets, snapshot, words } = frame
  const { tone, text } = sentenceOf(frame)
  const title = words.text('embed.label', { page: page.name })
  return html`<!doctype html>
<html lang="${words.lang}"${words.dir === 'rtl' && html` dir="rtl"`} data-version="${snapshot.version}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${assets.style}">
<link rel="canonical" href="${frame.address('/')}">
<script src="${assets.script}" defer data-events="${link('/events')}"${liveWords(words)}></script>
</head>
<body class="embed">
<main id="main" data-live>
<h1>${mark(tone)}<span>${text}</span></h1>
<ul>${embedded(frame).map(
    (incident) =>
      html`<li><a href="${link(`/incidents/${incident.id}`)}" target="_blank" rel="noopener" dir="auto">${incident.title}</a></li>`,
  )}
<li><a href="${link('/')}" target="_blank" rel="noopener">${title}</a></li></ul>
</main>
<p class="announce" id="announce" role="status" aria-live="polite"></p>
</body>
</html>
`.__html
}
