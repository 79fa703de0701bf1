/**
 * What only the beginning of a process can be told, so that one at rest holds little: a small young generation, that it may
 * collect when it rests (src/lib/at-rest.ts), and one pool of what libraries in C++ allocate instead of one for each thread, which glibc never
 * gives back (`mallopt(3)`, M_ARENA_MAX). The process begins once more with it, in its own place: for Windows, which cannot, it stays as it is.
 */
export function littleMemory() {
  const told = process.execArgv.some((one) => one.startsWith('--max-semi-space-size'))
  if (told || process.platform === 'win32') return
  const flags = [...process.execArgv, '--max-semi-space-size=4', '--expose-gc']
  const args = [process.execPath, ...flags, ...process.argv.slice(1)]
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: '1', ...process.env })
}
