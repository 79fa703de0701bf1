import { createHash } from 'node:crypto'

/** Random bytes that are the same in every run: SHA-256 of the seed and a counter. */
export function seededRandom(seed = 'upfront'): (n: number) => Buffer {
  let counter = 0
  return (n) => {
    const blocks: Buffer[] = []
    for (let size = 0; size < n; size += 32) blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest())
    return Buffer.concat(blocks).subarray(0, n)
  }
}
