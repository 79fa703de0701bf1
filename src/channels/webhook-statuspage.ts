import { printable } from '../lib/markdown.ts'
import type { Message, Told } from './channel.ts'
import { fitted } from './fit.ts'
import { plainLine } from './rich-text.ts'
import { fittedJson } from './webhook-body.ts'

/**
 * The body that Statuspage sends to webhooks, for programs written for it: they tell what it is by the key beside `meta`
 * and `page`. https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/
 */
export const statuspageBody = (message: Message): string =>
  fittedJson((room) => ({
    meta: {
      unsubscribe: message.manage?.url ?? message.page.url,
      documentation: 'https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/',
    },
    page: {
      id: message.page.id,
      status_indicator: indicatorOf(message.incident),
      status_description: plainLine(message.heading, 500),
    },
    ...(message.incident && { incident: incidentOf(message.incident, message, room) }),
  }))

const indicatorOf = (incident: Told | null) => (incident && !incident.isOver ? incident.impact : 'none')

function incidentOf(told: Told, { link, body }: Message, room: number) {
  const postedAt = told.update.postedAt.toISOString()
  const isPlanned = told.kind === 'maintenance'
  return {
    backfilled: false,
    created_at: told.startedAt.toISOString(),
    impact: told.impact,
    impact_override: null,
    monitoring_at: told.status === 'monitoring' ? postedAt : null,
    postmortem_body: null,
    postmortem_body_last_updated_at: null,
    postmortem_ignored: false,
    postmortem_notified_subscribers: false,
    postmortem_notified_twitter: false,
    postmortem_published_at: null,
    resolved_at: told.resolvedAt?.toISOString() ?? null,
    scheduled_auto_in_progress: false,
    scheduled_auto_completed: false,
    scheduled_for: isPlanned ? told.startedAt.toISOString() : null,
    scheduled_remind_prior: false,
    scheduled_reminded_at: null,
    scheduled_until: isPlanned ? (told.resolvedAt?.toISOString() ?? null) : null,
    shortlink: link.url,
    status: told.status,
    updated_at: postedAt,
    id: told.id,
    name: plainLine(told.title, 500),
    incident_updates: [
      {
        body: fitted(printable(body), room),
        created_at: postedAt,
        display_at: postedAt,
        status: told.update.status,
        twitter_updated_at: null,
        updated_at: postedAt,
        wants_twitter_update: false,
        id: told.update.id,
        incident_id: told.id,
      },
    ],
  }
}
