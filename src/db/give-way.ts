import { getPriority, setPriority } from 'node:os'

/** Of nice(2): a third of the processor time that others get who want it at the same moment, and all that they leave. */
const nice = 5

/**
 * Has a process of the embedded server leave the processor to whoever reads and edits. Where we may not, it works as all
 * others do.
 */
export function giveWay(pid: number): void {
  try {
    if (getPriority(pid) < nice) setPriority(pid, nice)
  } catch {}
}
