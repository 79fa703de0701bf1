import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A script of `folder`, with what a line `// @import "beside.js"` names put in that line's place: a browser asks once. */
export const scriptFile = (folder: string, name: string): Buffer =>
  Buffer.from(
    readFileSync(join(folder, name), 'utf8').replace(/^\/\/ @import "([\w-]+\.js)"\n/gm, (_, beside: string) =>
      readFileSync(join(folder, beside), 'utf8'),
    ),
  )
