import { keepsLimits, places, saysEveryKind, staysHarmless } from '../channels/contract-words.cases.ts'
import { channels } from '../channels/index.ts'

/** Every channel with every text in every place of every kind of message. Each fault in a line. */
export async function sayEverything(print: (line: string) => void): Promise<string[]> {
  const wrong: string[] = []
  for (const channel of channels) {
    if (channel.usesMail) continue
    const tries = [
      () => saysEveryKind(channel),
      () => keepsLimits(channel, { thorough: true }),
      ...places.map((place) => () => staysHarmless(channel, place, { thorough: true })),
    ]
    for (const attempt of tries)
      await attempt().catch((error: Error) => void wrong.push(`${channel.kind}: ${error.message}`))
    print(`${channel.kind}, ${wrong.length} wrong`)
  }
  return wrong
}
