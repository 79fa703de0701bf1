import * as module from 'node:module'
import { fileURLToPath } from 'node:url'

/** Not in the shared temp folder, where others could put code for us. */
export const compiledFolder = fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url))

/**
 * From here on Node keeps what is loaded, without its types and compiled, for the next process of the same user and with the same flags. Where the
 * folder cannot be written, what is there is read: bin/compile.mjs.
 */
export function keepCompiled() {
  module.enableCompileCache(compiledFolder)
}
