import { type Episode, type Fresh, playEpisode, wild } from './simulate.ts'

/** How many other episodes are tried for a shorter one. */
const others = 30

/** The shortest that could be found in which something is wrong: the same one cut short, and others cut as short as that. */
export async function shorten(fresh: Fresh, failing: Episode): Promise<Episode> {
  let best = failing
  const [seed = '', episode = '0'] = failing.name.split('@')[0]?.split('/') ?? []
  const tryOut = async (name: string) => {
    const one = await playEpisode(fresh, name)
    if (one.wrong.length > 0 && one.steps < best.steps) best = one
    return one
  }
  for (const cut of [20, 40, 80, 120, 160, 240, 320, 480, 640, 900])
    if (cut < best.steps && (await tryOut(`${seed}/${episode}@${cut}`)).wrong.length > 0) break
  for (let i = 1; i <= others; i++)
    await tryOut(`${seed}/${Number(episode) + i}@${Math.min(wild, cutOf(best), best.steps)}`)
  return best
}

const cutOf = ({ name }: Episode) => Number(name.split('@')[1] ?? wild)
