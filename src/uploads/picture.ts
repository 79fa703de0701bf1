import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { InvalidInput } from '../lib/errors.ts'
import { gate } from '../lib/gate.ts'
import { z } from '../lib/zod.ts'
import type { Came } from './kind.ts'

export type Picture = { type: 'png' | 'webp'; bytes: Buffer; width: number; height: number; icon: Buffer | null }

const program = join(import.meta.dirname, 'picture-process.ts')
/** In milliseconds; far more than the largest picture needs. */
const longest = 30_000
const one = gate({ most: 1, mostWaiting: 8, full: 'Too many pictures are being read at this moment.', retryAfter: 10 })

/**
 * Decodes a picture and writes it anew, in a process of its own that ends with it: what came is never published, and what
 * it does to a decoder it does to that process alone. Throws `InvalidInput` with the reason where it is no picture.
 */
export const readPicture = (kind: Exclude<Came, 'woff2' | 'woff' | 'sfnt'>, bytes: Buffer): Promise<Picture> =>
  one(async () => {
    const answer = await ask(kind, bytes)
    const end = answer?.indexOf('\n') ?? -1
    if (!answer || end === -1) throw refused('expected a picture that can be read in reasonable time and memory')
    const head = Head.parse(JSON.parse(answer.subarray(0, end).toString()))
    if ('refused' in head) throw refused(head.refused)
    const start = end + 1 + (head.icon ?? 0)
    const { width, height, type } = head
    const icon = head.icon === null ? null : answer.subarray(end + 1, start)
    return { type, width, height, icon, bytes: answer.subarray(start) }
  })

const Head = z.union([
  z.object({ refused: z.string() }),
  z.object({ width: z.int(), height: z.int(), type: z.enum(['png', 'webp']), icon: z.int().nullable() }),
])

/** What the process says; null where it died or was stopped. It gets nothing of ours: no environment, no other file. */
async function ask(kind: string, bytes: Buffer): Promise<Buffer | null> {
  const child = spawn(process.execPath, ['--max-old-space-size=64', program, kind], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: longest,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve).once('error', () => resolve(null)))
  child.stdin.on('error', () => {})
  child.stdin.end(bytes)
  const [answer, code] = await Promise.all([buffer(child.stdout).catch(() => null), ended])
  return code === 0 ? answer : null
}

const refused = (detail: string) => new InvalidInput('This picture is refused.', [{ pointer: '/file', detail }])
