import type { Medium } from '../channels/channel.ts'
import { byTelephone } from '../channels/media.ts'
import type { EntryState } from './decide.ts'

/**
 * A telephone number that is to hear at once, by nobody's word. What was agreed about it has to be shown to whoever asks:
 * https://www.law.cornell.edu/cfr/text/47/64.1200
 */
export const isHearsay = (channel: Medium, entry: { state: EntryState; consentText: string | null }): boolean =>
  entry.state === 'active' && !entry.consentText && byTelephone.includes(channel)

export const askedConsent = 'expected how the owner of the number agreed: the law asks for it'
