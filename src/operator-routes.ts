import { accessRoutes } from './access/api.ts'
import { accessPages } from './access/console.ts'
import { enterPages } from './access/staff.ts'
import { accountRoutes } from './accounts/api.ts'
import { accountPages } from './accounts/console.ts'
import { forgotPages } from './accounts/forgot-console.ts'
import { settingsPages } from './accounts/settings-console.ts'
import { alertRoutes } from './alerts/api.ts'
import { alertPages } from './alerts/console.ts'
import { appearanceRoutes } from './appearance/api.ts'
import { appearancePages } from './appearance/console.ts'
import { audienceRoutes } from './audiences/api.ts'
import { audiencePages } from './audiences/console.ts'
import { bulkRoutes } from './bulk-changes/api.ts'
import { bulkPages } from './bulk-changes/console.ts'
import { channelAccountRoutes } from './channel-accounts/api.ts'
import { channelAccountPages } from './channel-accounts/console.ts'
import { componentRoutes } from './components/api.ts'
import { componentPages } from './components/console.ts'
import { contentRoutes } from './content/api.ts'
import { contentPages } from './content/console.ts'
import { translatePages } from './content/translate-console.ts'
import { domainRoutes } from './domains/api.ts'
import { domainPages } from './domains/console.ts'
import { draftRoutes } from './drafts/api.ts'
import { draftPages } from './drafts/console.ts'
import { eventRoutes } from './events/api.ts'
import { eventPages } from './events/console.ts'
import { firstStepPages } from './first-steps/console.ts'
import { sourceRoutes } from './hooks/api.ts'
import { sourcePages } from './hooks/console.ts'
import { incidentRoutes } from './incidents/api.ts'
import { incidentPages } from './incidents/console.ts'
import { maintenanceRoutes } from './maintenances/api.ts'
import { maintenancePages } from './maintenances/console.ts'
import { messageRoutes } from './messages/api.ts'
import { messagePages } from './messages/console.ts'
import { metricRoutes } from './metrics/api.ts'
import { metricPages } from './metrics/console.ts'
import { deliveryRoutes } from './notifications/api.ts'
import { deliveryPages } from './notifications/console.ts'
import { offerRoutes } from './offered-channels/api.ts'
import { offerPages } from './offered-channels/console.ts'
import { overviewPages } from './overview/console.ts'
import { pageRoutes } from './pages/api.ts'
import { pagePages } from './pages/console.ts'
import { languagePages } from './pages/languages-console.ts'
import { replyRoutes } from './replies/api.ts'
import { replyPages } from './replies/console.ts'
import type { Things } from './routes.ts'
import { ruleRoutes } from './rules/api.ts'
import { rulePages } from './rules/console.ts'
import { searchPages } from './searches/console.ts'
import { slackInstallRoutes } from './slack-installs/api.ts'
import { slackConsolePages } from './slack-installs/console.ts'
import { importRoutes } from './subscriber-imports/api.ts'
import { importPages } from './subscriber-imports/console.ts'
import { subscriberRoutes } from './subscribers/api.ts'
import { subscriberPages } from './subscribers/console.ts'
import { uploadRoutes } from './uploads/api.ts'
import { uploadPages } from './uploads/console.ts'
import { uptimeRoutes } from './uptime/api.ts'
import { openApiRoute } from './web/openapi-route.ts'
import type { AnyRoute } from './web/route.ts'
import { worldChannelRoutes } from './world-channels/api.ts'
import { worldPages } from './world-channels/console.ts'

/** What operators come by: the API below `/api/v1`, and the console. Each feature lists its own in its api.ts and console.ts. */
export function operatorRoutes({ accounts }: Things): AnyRoute[] {
  const api: AnyRoute[] = [
    ...accountRoutes,
    ...pageRoutes,
    ...appearanceRoutes,
    ...accessRoutes,
    ...uploadRoutes,
    ...contentRoutes,
    ...domainRoutes,
    ...componentRoutes,
    ...audienceRoutes,
    ...uptimeRoutes,
    ...metricRoutes,
    ...incidentRoutes,
    ...maintenanceRoutes,
    ...alertRoutes,
    ...sourceRoutes,
    ...ruleRoutes,
    ...messageRoutes,
    ...draftRoutes,
    ...subscriberRoutes,
    ...bulkRoutes,
    ...importRoutes,
    ...replyRoutes,
    ...channelAccountRoutes,
    ...worldChannelRoutes(),
    ...offerRoutes,
    ...deliveryRoutes,
    ...eventRoutes,
  ]
  const console: AnyRoute[] = [
    ...accountPages(accounts),
    ...forgotPages(),
    ...overviewPages,
    ...firstStepPages,
    ...incidentPages,
    ...draftPages,
    ...replyPages,
    ...maintenancePages,
    ...componentPages,
    ...subscriberPages,
    ...importPages,
    ...bulkPages,
    ...deliveryPages,
    ...alertPages,
    ...sourcePages,
    ...rulePages,
    ...messagePages,
    ...channelAccountPages,
    ...slackConsolePages,
    ...slackInstallRoutes,
    ...worldPages(),
    ...offerPages,
    ...settingsPages(accounts),
    ...pagePages,
    ...appearancePages,
    ...audiencePages,
    ...languagePages,
    ...accessPages,
    ...enterPages,
    ...uploadPages,
    ...searchPages,
    ...contentPages,
    ...metricPages,
    ...translatePages,
    ...domainPages,
    ...eventPages,
  ]
  return [openApiRoute(api), ...api, ...console]
}
