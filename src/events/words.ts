import { kinds } from './kinds.ts'

/** The areas that events are about: the first part of their kinds, in the order of the list. */
export const areas = [...new Set(Object.keys(kinds).map((kind) => kind.split('.')[0] ?? kind))]

const areaNames: Record<string, string> = {
  organization: 'Organization',
  user: 'People',
  token: 'API tokens',
  page: 'Pages',
  access: 'Access',
  feed: 'Private feeds',
  reader: 'Readers',
  component: 'Components',
  source: 'Sources',
  message: 'Messages',
  rule: 'Rules',
  alert: 'Alerts',
  arrival: 'Inbox',
  draft: 'Drafts',
  incident: 'Incidents',
  update: 'Posts',
  promise: 'Promises',
  subscriber: 'Subscribers',
  configuration: 'Configuration',
  automation: 'Automation',
}

export const areaName = (area: string): string => areaNames[area] ?? area

/** "source.token_rotated" becomes "Source: token rotated". */
export function kindInWords(kind: string): string {
  const [area = '', ...rest] = kind.split('.')
  const words = `${area}: ${rest.join(' ').replaceAll('_', ' ')}`
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

const places: Record<string, string> = {
  user: '/console/settings/people',
  token: '/console/settings/tokens',
  page: '/console/settings/pages',
  access: '/console/settings/pages',
  component: '/console/components/',
  source: '/console/sources/',
  message: '/console/messages/',
  rule: '/console/rules/',
  alert: '/console/alerts/',
  arrival: '/console/inbox/',
  draft: '/console/drafts/',
  incident: '/console/incidents/',
  subscriber: '/console/subscribers/',
}

/** Where the thing is that changed; null where it is gone or has no place. */
export function placeOf({
  kind,
  subject,
  incident,
}: {
  kind: string
  subject: string
  incident: string | null
}): string | null {
  const [area = '', what = ''] = kind.split('.')
  if (what === 'removed') return null
  if (incident && (area === 'update' || area === 'promise')) return `/console/incidents/${incident}`
  const place = places[area]
  return place ? (place.endsWith('/') ? place + subject : place) : null
}
