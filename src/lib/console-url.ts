import type { InstallationSettings } from './context.ts'

/** Where console and API are, without a trailing slash: every link to them starts with it. */
export const consoleUrl = (settings: InstallationSettings): string => settings.consoleUrl ?? settings.url

/** True where console and API have a host of their own, and are nowhere else. */
export const hasOwnHost = (settings: InstallationSettings): boolean => Boolean(settings.consoleUrl)
