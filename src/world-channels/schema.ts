import { GivenSettings } from '../channel-accounts/schema.ts'
import { Key } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'
import { Preferences } from '../subscribers/preferences.ts'

/** What of the posts it hears. */
export const Heard = Preferences.pick({ kinds: true, phases: true, leastImpact: true })
export type Heard = z.output<typeof Heard>

const shape = {
  key: Key.meta({ description: 'Names it in addresses and files.' }),
  channel: z.string().max(63).meta({ description: 'slack, x, mastodon: whatever speaks to the world.' }),
  target: GivenSettings.meta({
    description: 'What this channel asks for. A secret that is set is shown as `<kept>`; given back, it stays.',
  }),
  paused: z.boolean().optional().meta({ description: 'Nothing is posted there while it is. False when absent.' }),
  ...Heard.shape,
}

/** An account or a room of the page itself, which speaks to everybody. */
export const NewWorldChannel = z.strictObject(shape)
export type NewWorldChannel = z.output<typeof NewWorldChannel>

const { key: _key, channel: _channel, ...changeable } = shape

export const ChangeWorldChannel = z.strictObject(changeable).partial()
export type ChangeWorldChannel = z.output<typeof ChangeWorldChannel>
