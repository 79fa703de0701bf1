import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { act, linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { type FormState, problemSummary } from '../web/console/forms.ts'
import { fileChip } from '../web/console/marks.ts'
import type { Upload } from './find.ts'
import { mostBytes, mostFiles } from './keep.ts'

type Listed = { file: Upload; uses: readonly string[] }

/** What a page has, and the form for more. */
export function filesView({
  form,
  to,
  page,
  files,
  mayChange,
}: {
  form: FormState
  to: string
  page: Page
  files: readonly Listed[]
  mayChange: boolean
}): Html {
  return html`${
    mayChange &&
    html`<form method="post" action="${to}" enctype="multipart/form-data" class="form">
${problemSummary(form, { file: 'File' })}
<div class="field"><label for="f-file">File</label><input id="f-file" name="file" type="file" required accept="image/png,image/jpeg,image/webp,image/gif,image/avif,image/svg+xml,.woff2,.woff" aria-describedby="f-file-help">
<p class="help" id="f-file-help">A picture (PNG, JPEG, WebP, GIF, AVIF or SVG, at most 2 MB) or a web font (WOFF2 or WOFF, at most 512 KB). One of the same name is replaced wherever the page shows it.</p></div>
<div class="actions">${submit('Upload')}${linkButton('Appearance', `/console/settings/pages/${page.id}/appearance`, 'quiet')}</div>
</form>`
  }
${files.length === 0 ? empty({ title: 'No files yet', text: 'A logo, an icon for the tab, a cover, a font: what you upload is chosen under “Appearance”.' }) : list(to, files, mayChange)}
<p class="quiet-text">${files.length} of ${mostFiles} files, ${kilobytes(files.reduce((sum, { file }) => sum + file.size, 0))} of ${mostBytes / 2 ** 20} MB.</p>`
}

const list = (to: string, files: readonly Listed[], mayChange: boolean): Html =>
  html`<ul class="files">${files.map(
    ({ file, uses }) =>
      html`<li>${file.kind === 'image' ? html`<img src="/api/v1/pages/${file.page_id}/files/${file.id}/content" alt="" loading="lazy">` : html`<span class="file-kind" aria-hidden="true">Aa</span>`}
<div><strong><code>${file.name}</code></strong>${file.managed_by && fileChip(file.managed_by)}
<p class="quiet-text facts">${[facts(file), uses.length > 0 ? `used as ${uses.join(', ')}` : 'not used'].join(' · ')}</p></div>
${mayChange && uses.length === 0 && act(`Remove ${file.name}`, `${to}/${file.id}/remove`)}</li>`,
  )}</ul>`

const facts = ({ width, height, size }: Upload) =>
  [width && height ? `${width} × ${height}` : null, kilobytes(size)].filter(Boolean).join(' · ')

const kilobytes = (bytes: number) => `${Math.max(1, Math.round(bytes / 1024)).toLocaleString('en')} KB`
