import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Edition } from '../publishing/documents.ts'
import type { Drawing } from '../publishing/pictures.ts'
import type { Artist } from './artist.ts'

/** Pictures by `artist`; where one cannot be drawn, the one that comes with the program, and a line in the log. */
export function drawingBy(artist: Artist, spare: Buffer, log: Pick<Logger, 'warn'>): Drawing {
  const sources = ['draw-process.ts', 'picture.ts', 'fonts.ts'].map((name) =>
    readFileSync(join(import.meta.dirname, name)),
  )
  return {
    edition: hash('sha256', Buffer.concat(sources), 'base64url').slice(0, 12),
    draw: async (picture) => {
      try {
        return await artist.draw(picture)
      } catch (error) {
        // What ends with the program is drawn after the next start.
        if (artist.isClosed()) throw error
        log.warn({ event: 'picture_not_drawn', err: error }, 'a picture could not be drawn')
        return spare
      }
    },
  }
}

/** The program's files with what draws pictures, so that pages refer to them. */
export const withPictures = (edition: Edition, drawing: Drawing): Edition => ({
  ...edition,
  assets: { ...edition.assets, pictures: true },
  drawing,
})
