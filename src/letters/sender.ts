import type { InstallationSettings } from '../lib/context.ts'

/** The address that mail comes from, and the name it shows: MAIL_FROM's own, else the one given. */
export function senderOf(settings: InstallationSettings, name: string): { name: string; address: string } {
  const given = settings.mailFrom?.trim() ?? `status@${new URL(settings.url).hostname}`
  const [, shown, address] = /^(.*)<([^<>]+)>$/.exec(given) ?? [null, '', given]
  return { name: shown!.trim().replace(/^"(.*)"$/, '$1') || name, address: address!.trim() }
}

/** What stands after the @ of our Message-IDs. */
export const mailHost = (settings: InstallationSettings): string =>
  senderOf(settings, '').address.split('@').at(-1)!.toLowerCase()
