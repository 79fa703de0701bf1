import { withoutKeptSecrets } from '../access/file.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import { carryOut } from './carry-out.ts'
import type { Environment } from './environment.ts'
import { type Existing, knownBy, loadExisting } from './existing.ts'
import { subscribersNamed } from './existing-subscribers.ts'
import { type FilesRead, readFiles } from './files.ts'
import { changesNothing, planSteps, type Step } from './plan.ts'
import { readConfiguration } from './read.ts'
import { resolveWanted } from './resolve.ts'
import { type Wanted, wantedBy } from './wanted.ts'

export type File = {
  /** The file's name as things will say where they come from, and in front of each mistake. */
  name: string
  text: string
  environment: Environment
  /** The bytes of a file that this one names, by its path from here. */
  read?: (path: string) => Promise<Buffer>
}

export type ApplyOptions = {
  /** Removes what an earlier file named and this one does not. */
  prune?: boolean
  /** Things come to belong to people, who can change them in the console. */
  handOver?: boolean
}

/**
 * Brings everything in line with a configuration file, in one transaction: all of it or nothing. Applied twice it changes
 * nothing and records nothing. Throws `WrongConfiguration` with every mistake.
 */
export async function applyConfiguration(outer: Context, file: File, options: ApplyOptions = {}): Promise<Step[]> {
  const files = await readFiles(outer, file)
  return transaction(asFile(outer, file, options), async (ctx) => {
    await lockFor(ctx, 'key', `configuration of ${ctx.org}`)
    return apply(ctx, file, files, options)
  })
}

/** What `applyConfiguration` would do. It is done and taken back, so that whatever would stand in its way is found. */
export async function planConfiguration(outer: Context, file: File, options: ApplyOptions = {}): Promise<Step[]> {
  const taken: { steps: Step[] } = { steps: [] }
  const files = await readFiles(outer, file)
  try {
    await transaction(asFile(outer, file, options), async (ctx) => {
      taken.steps = await apply(ctx, file, files, options)
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return taken.steps
}

class TakenBack extends Error {}

const asFile = (ctx: Context, file: File, { handOver = false }: ApplyOptions): Context => ({
  ...ctx,
  actor: handOver ? { kind: 'system', name: `import of ${file.name}` } : { kind: 'file', name: file.name },
})

async function apply(
  ctx: Context,
  file: File,
  files: FilesRead,
  { prune = false, handOver = false }: ApplyOptions,
): Promise<Step[]> {
  const there = await loadExisting(ctx)
  const known = knownBy(there, prune)
  const asked = wantedBy(readConfiguration(file.name, file.text, file.environment, known, files.mistakes), files.bySlug)
  const existing = { ...there, subscribers: await subscribersNamed(ctx, asked.subscribers, there) }
  const wanted = await knownSecrets(ctx, resolveWanted(asked, existing), existing)
  const steps = planSteps(wanted, existing, { file: handOver ? null : file.name, prune })
  if (changesNothing(steps)) return steps
  await carryOut(ctx, wanted, existing, steps)
  const count = (action: Step['action']) => steps.filter((step) => step.action === action).length
  await record(ctx, {
    kind: 'configuration.applied',
    subject: ctx.org,
    data: { file: file.name, made: count('create'), changed: count('change'), removed: count('remove') },
  })
  return steps
}

/** A secret that is kept already is no change. */
async function knownSecrets(ctx: Context, wanted: Wanted, existing: Existing): Promise<Wanted> {
  const pages = wanted.pages.map(async (page) => {
    const there = existing.pages.find(({ is }) => is.slug === page.slug)
    return there && page.access ? { ...page, access: await withoutKeptSecrets(ctx, there.id, page.access) } : page
  })
  return { ...wanted, pages: await Promise.all(pages) }
}
