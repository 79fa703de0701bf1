import { crisp } from './crisp.ts'
import { fathom } from './fathom.ts'
import { ga4 } from './ga4.ts'
import { helpScout } from './help-scout.ts'
import { intercom } from './intercom.ts'
import { matomo } from './matomo.ts'
import { plausible } from './plausible.ts'
import type { Provider } from './provider.ts'
import { tawk } from './tawk.ts'
import { zendesk } from './zendesk.ts'

export const chatProviders = { intercom, helpscout: helpScout, zendesk, crisp, tawk }
export const analyticsProviders = { ga4, plausible, matomo, fathom }

export type ChatKey = keyof typeof chatProviders
export type AnalyticsKey = keyof typeof analyticsProviders

export const chatKeys: [ChatKey, ...ChatKey[]] = ['intercom', 'helpscout', 'zendesk', 'crisp', 'tawk']
export const analyticsKeys: [AnalyticsKey, ...AnalyticsKey[]] = ['ga4', 'plausible', 'matomo', 'fathom']

export const providerOf = (key: ChatKey | AnalyticsKey): Provider => ({ ...chatProviders, ...analyticsProviders })[key]
