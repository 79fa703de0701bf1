import { paletteOf } from '../appearance/theme.ts'
import { shapeOf } from '../lib/mark.ts'
import type { Picture } from '../pictures/picture.ts'
import type { Document } from './documents.ts'
import { keep, short } from './fingerprint.ts'
import type { Frame } from './frame.ts'
import { pagePicture } from './html/layout.ts'
import { sentenceOf } from './sentence.ts'
import { incidentTone, type Tone } from './words.ts'

/** What draws pictures. `edition` changes with how they look. */
export type Drawing = { draw: (picture: Picture) => Promise<Buffer>; edition: string }

/** The page's picture and one for each incident: drawn last, so that nothing waits for them. */
export function pictureDocuments(frame: Frame, { draw, edition }: Drawing): Document[] {
  const { snapshot, words, times } = frame
  const { text, more, tone } = sentenceOf(frame)
  const picture = (path: string, says: Picture): Document => ({
    path,
    contentType: png,
    kind: 'cold',
    slow: true,
    fingerprint: short(JSON.stringify([edition, says])),
    render: () => draw(says),
  })
  const known = new Set(snapshot.incidents.map(({ id }) => id))
  const lost = snapshot.history.flatMap((month) => month.incidents).filter((id) => !known.has(id))
  return [
    picture(pagePicture, saying(frame, tone, text, more ?? '')),
    ...snapshot.incidents.map((incident) => {
      const about = `${words.text(`phase.${incident.status}`)} · ${times.date(incident.startedAt)}`
      return picture(`/incidents/${incident.id}.png`, saying(frame, incidentTone(incident), incident.title, about))
    }),
    ...lost.map((id) => keep(`/incidents/${id}.png`, png)),
  ]
}

const png = 'image/png'

function saying({ page, words }: Frame, tone: Tone, title: string, about: string): Picture {
  const palette = paletteOf(page.appearance, page.appearance.scheme === 'dark' ? 'dark' : 'light')
  const { paper, ink, muted } = palette
  const colours = { paper, ink, muted, tone: palette[tone === 'unknown' ? 'notice' : tone] }
  return { page: page.name, title, about, dir: words.dir, shape: shapeOf(tone), colours }
}
