import type { Message } from './channel.ts'
import { toPhone } from './phone.ts'
import { mostSegments, segmentsOf, smsText } from './sms-text.ts'

/** What every carrier of SMS has in common. */
export const sms = {
  ...toPhone,
  medium: 'sms',
  units: ({ text }: SmsWritten) => segmentsOf(text).segments,
  write: (message: Message): SmsWritten => ({ text: smsText(message), reference: message.id }),
} as const

export type SmsWritten = { text: string; reference: string }

/** 3GPP TS 23.040: 160 characters each, 153 where they are several. */
export const smsLength = {
  max: mostSegments,
  unit: 'segments',
  source: 'https://www.twilio.com/docs/glossary/what-sms-character-limit',
} as const
