/** One run of the work at a time; a call during one asks for one more after it. */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let working: Promise<void> | null = null
  let again = false
  return async () => {
    if (working) {
      again = true
      return working
    }
    working = (async () => {
      do {
        again = false
        await work()
      } while (again)
    })()
    try {
      await working
    } finally {
      working = null
    }
  }
}
