import { markdownToText } from '../../lib/markdown.ts'
import type { Frame } from '../frame.ts'
import type { IncidentInfo, UpdateInfo } from '../snapshot.ts'
import type { Placed } from '../tree.ts'

/** Shapes of Statuspage's public API v2, field for field: https://www.atlassianstatus.com/api/v2 */
export const pageShape = ({ page, snapshot, placed }: Frame) => ({
  id: page.id,
  name: page.name,
  url: page.url,
  time_zone: page.timeZone,
  updated_at: lastChange(page.updatedAt, placed, snapshot.incidents),
})

/** Components in the tree's order; one with children is a group, at any depth. */
export const componentShapes = ({ page, placed }: Frame) => placed.map((one) => componentShape(page.id, one))

function componentShape(pageId: string, { node, parent }: Placed) {
  const group = node.children.length > 0
  return {
    id: node.id,
    name: node.name,
    status: node.status,
    created_at: node.createdAt.toISOString(),
    updated_at: node.updatedAt.toISOString(),
    position: node.position,
    description: node.description,
    showcase: false,
    start_date: node.createdAt.toISOString().slice(0, 10),
    group_id: parent?.id ?? null,
    page_id: pageId,
    group,
    only_show_if_degraded: false,
    ...(group && { components: node.children.map((child) => child.id) }),
  }
}

export function incidentShape(frame: Frame, incident: IncidentInfo) {
  const affected = new Set(incident.components.map(({ id }) => id))
  return {
    id: incident.id,
    name: incident.title,
    status: incident.status,
    created_at: incident.createdAt.toISOString(),
    updated_at: incident.updatedAt.toISOString(),
    monitoring_at: incident.monitoringAt?.toISOString() ?? null,
    resolved_at: incident.resolvedAt?.toISOString() ?? null,
    impact: incident.impact,
    shortlink: frame.address(`/incidents/${incident.id}`),
    started_at: incident.startedAt.toISOString(),
    page_id: frame.page.id,
    incident_updates: incident.updates.map((update) => updateShape(frame, incident.id, update)),
    components: frame.placed
      .filter(({ node }) => affected.has(node.id))
      .map((one) => componentShape(frame.page.id, one)),
    reminder_intervals: null,
  }
}

export const maintenanceShape = (frame: Frame, incident: IncidentInfo) => ({
  ...incidentShape(frame, incident),
  scheduled_for: (incident.scheduledFor ?? incident.startedAt).toISOString(),
  scheduled_until: incident.scheduledUntil?.toISOString() ?? null,
})

/** A withdrawn update keeps its place and says so, since clients have no field for it. */
function updateShape(frame: Frame, incidentId: string, update: UpdateInfo) {
  const { withdrawn, affected } = update
  return {
    id: update.id,
    status: update.status,
    body: withdrawn
      ? `This update was withdrawn ${frame.englishTimes.full(withdrawn.at)}. ${withdrawn.reason}`.trim()
      : markdownToText(update.body),
    incident_id: incidentId,
    created_at: update.createdAt.toISOString(),
    updated_at: update.updatedAt.toISOString(),
    display_at: update.displayAt.toISOString(),
    affected_components:
      affected.length === 0
        ? null
        : affected.map(({ id, name, from, to }) => ({ code: id, name, old_status: from, new_status: to })),
    deliver_notifications: update.notified,
    custom_tweet: null,
    tweet_id: null,
  }
}

const lastChange = (page: Date, components: Placed[], incidents: IncidentInfo[]) => {
  const dates = [page, ...components.map(({ node }) => node.updatedAt), ...incidents.map(({ updatedAt }) => updatedAt)]
  return new Date(dates.reduce((latest, date) => Math.max(latest, date.getTime()), 0)).toISOString()
}
