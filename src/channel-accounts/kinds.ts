import type { Channel } from '../channels/channel.ts'
import { channelOf, channels } from '../channels/index.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import { settingFields } from '../lib/setting-fields.ts'

/** Whether an operator can have an account with this vendor: there is something to set. */
export const takesAccount = ({ settings }: Channel): boolean => settingFields(settings).length > 0

/** Whether nothing leaves by it without an account: what it asks for has no default. */
export const needsAccount = ({ settings }: Channel): boolean => !settings.safeParse({}).success

export const accountKinds = (): Channel[] => channels.filter(takesAccount)

export function kindNamed(kind: string): Channel {
  const channel = channelOf(kind)
  if (!channel) throw new NotFound('kind of channel')
  return channel
}

/** The same for a kind that an account can be of. Throws `InvalidInput` at `/kind`. */
export function kindToConnect(kind: string): Channel {
  const channel = channelOf(kind)
  if (channel && takesAccount(channel)) return channel
  const kinds = accountKinds().map((one) => one.kind)
  throw new InvalidInput('There is no such kind of channel.', [
    { pointer: '/kind', detail: `expected one of ${kinds.join(', ')}` },
  ])
}
