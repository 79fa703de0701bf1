import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { prepareFonts } from './fonts.ts'
import type { Picture } from './picture.ts'

/** Draws pictures in a process of its own, one after the other; it ends when nothing was drawn for a while. */
export type Artist = {
  /** A PNG. Rejects where it cannot be drawn; the next one begins with a new process. */
  draw: (picture: Picture) => Promise<Buffer>
  close: () => void
  isClosed: () => boolean
}

export type ArtistOptions = {
  dataDir: string
  random: (n: number) => Buffer
  /** Milliseconds without a picture after which the process ends. */
  idle?: number
  /** Milliseconds for one picture. */
  limit?: number
  program?: string
}

const largest = 4 * 2 ** 20

export function createArtist({ dataDir, random, idle = 5000, limit = 30_000, ...options }: ArtistOptions): Artist {
  const program = options.program ?? join(import.meta.dirname, 'draw-process.ts')
  let child: ChildProcessWithoutNullStreams | null = null
  let resting: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()
  let closed = false

  function draw(picture: Picture): Promise<Buffer> {
    const mine = last.then(() => drawNow(picture))
    last = mine.catch(() => {})
    return mine
  }

  async function drawNow(picture: Picture): Promise<Buffer> {
    if (closed) throw new Error('no picture is drawn any more')
    clearTimeout(resting)
    child ??= start(await prepareFonts(dataDir, random))
    const process = child
    const late = new AbortController()
    try {
      process.stdin.write(`${lineOf(picture)}\n`)
      const tooLong = wait(limit, null, { signal: late.signal, ref: false }).then(() => {
        throw new Error('a picture took too long')
      })
      return await Promise.race([answerOf(process), tooLong])
    } catch (error) {
      end(process, 'SIGKILL')
      throw error
    } finally {
      late.abort()
      resting = setTimeout(() => end(process), idle).unref()
    }
  }

  function start(fonts: string) {
    const environment = { FONTCONFIG_FILE: fonts, PANGOCAIRO_BACKEND: 'fontconfig' }
    const started = spawn(process.execPath, [program], { env: environment, stdio: 'pipe' })
    started.stderr.resume()
    started.on('exit', () => {
      if (child === started) child = null
    })
    started.on('error', () => {})
    started.stdin.on('error', () => {})
    started.unref()
    giveWay(started.pid)
    return started
  }

  function end(which: ChildProcessWithoutNullStreams, signal?: NodeJS.Signals) {
    if (child === which) child = null
    if (signal) which.kill(signal)
    else which.stdin.end()
  }

  return {
    draw,
    isClosed: () => closed,
    close: () => {
      closed = true
      clearTimeout(resting)
      if (child) end(child, 'SIGKILL')
    },
  }
}

/** Nobody waits for a picture: it leaves the processor to whoever reads, and to whom the same post is told. */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {}
}

/** JSON leaves two line ends of Unicode as they are, and readline takes them for ends of lines. */
const lineOf = (picture: Picture) =>
  JSON.stringify(picture).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** Four bytes of length, then the picture, or what is wrong where the length is negative. */
function answerOf(process: ChildProcessWithoutNullStreams): Promise<Buffer> {
  return new Promise((answered, failed) => {
    let got = Buffer.alloc(0)
    const settle = (work: () => void) => {
      process.stdout.off('data', more)
      process.off('exit', gone)
      work()
    }
    const gone = () => settle(() => failed(new Error('the process that draws has ended')))
    const more = (chunk: Buffer) => {
      got = Buffer.concat([got, chunk])
      if (got.length < 4) return
      const length = got.readInt32BE()
      const body = got.subarray(4, 4 + Math.abs(length))
      if (Math.abs(length) > largest) settle(() => failed(new Error('a picture is too large')))
      else if (body.length === length) settle(() => answered(body))
      else if (body.length === -length) settle(() => failed(new Error(`a picture could not be drawn: ${body}`)))
    }
    process.stdout.on('data', more)
    process.on('exit', gone)
  })
}
