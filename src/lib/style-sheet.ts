import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A style sheet of `folder` with what it imports from beside it put in its place: a browser asks once. */
export const styleSheet = (folder: string, name: string): Buffer =>
  Buffer.from(
    readFileSync(join(folder, name), 'utf8').replace(/^@import "([\w-]+\.css)";\n/gm, (_, beside: string) =>
      styleSheet(folder, beside).toString(),
    ),
  )
