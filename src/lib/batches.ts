/**
 * Collects what comes while a write is at work, and during `gathering` before it, and writes it together next. The promise
 * of each item settles with the write that held it.
 */
export function inBatches<Item>(
  write: (items: Item[]) => Promise<void>,
  gathering?: () => Promise<void>,
): (item: Item) => Promise<void> {
  let waiting: { item: Item; done: () => void; failed: (error: unknown) => void }[] = []
  let isWriting = false
  const work = async () => {
    isWriting = true
    while (waiting.length > 0) {
      if (gathering) await gathering()
      const batch = waiting
      waiting = []
      try {
        await write(batch.map(({ item }) => item))
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    isWriting = false
  }
  return (item) =>
    new Promise<void>((done, failed) => {
      waiting.push({ item, done, failed })
      if (!isWriting) void work()
    })
}
