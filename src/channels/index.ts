import type { Channel, Medium } from './channel.ts'
import { slack } from './slack.ts'
import { smtp } from './smtp.ts'

/** Every way out. To add one: its file, its test and its line here. */
export const channels: readonly Channel[] = [slack, smtp]

export const channelOf = (kind: string) => channels.find((channel) => channel.kind === kind)

/** Those that carry a medium: they share its target. */
export const carriersOf = (medium: Medium) => channels.filter((channel) => channel.medium === medium)
