import { englishChannels } from './en-channels.ts'
import { englishFollowing } from './en-following.ts'
import { englishReading } from './en-reading.ts'
import type { Language, Plural } from './language.ts'

/** The strings of the public page. Every other language has the same, with the same values in braces. */
export const english = {
  // States, phases, impacts
  'state.operational': 'Working',
  'state.degraded_performance': 'Degraded',
  'state.partial_outage': 'Partial outage',
  'state.major_outage': 'Major outage',
  'state.under_maintenance': 'Maintenance',
  'state.unknown': 'Unknown',
  'phase.investigating': 'Investigating',
  'phase.identified': 'Identified',
  'phase.monitoring': 'Monitoring',
  'phase.resolved': 'Resolved',
  'phase.scheduled': 'Scheduled',
  'phase.in_progress': 'In progress',
  'phase.verifying': 'Verifying',
  'phase.completed': 'Completed',
  'phase.posted': 'Notice',
  'impact.none': 'No impact',
  'impact.minor': 'Minor',
  'impact.major': 'Major',
  'impact.critical': 'Critical',
  'impact.maintenance': 'Planned maintenance',
  'impact.sentence.none': 'No impact on customers.',
  'impact.sentence.minor': 'Minor impact.',
  'impact.sentence.major': 'Major impact.',
  'impact.sentence.critical': 'Critical impact.',
  'impact.sentence.maintenance': 'Planned maintenance.',

  // The first sentence. {names} are components; counted by how many they are.
  'sentence.fine': 'Everything is working.',
  'sentence.nothing': 'No problems are reported.',
  'sentence.maintenance': 'Planned work is under way. Everything is working.',
  'sentence.investigating': 'We are looking into a problem.',
  'sentence.identified': 'We know what is wrong and are fixing it.',
  'sentence.monitoring': 'A fix is in place, and we are watching it.',
  'sentence.under_maintenance': { one: '{names} is under maintenance.', other: '{names} are under maintenance.' },
  'sentence.under_maintenance.until': {
    one: '{names} is under maintenance {until}.',
    other: '{names} are under maintenance {until}.',
  },
  'sentence.degraded_performance': {
    one: '{names} is slower or less reliable than usual.',
    other: '{names} are slower or less reliable than usual.',
  },
  'sentence.degraded_performance.since': {
    one: '{names} has been slower or less reliable than usual {since}.',
    other: '{names} have been slower or less reliable than usual {since}.',
  },
  'sentence.partial_outage': {
    one: '{names} is failing for some customers.',
    other: '{names} are failing for some customers.',
  },
  'sentence.partial_outage.since': {
    one: '{names} has been failing for some customers {since}.',
    other: '{names} have been failing for some customers {since}.',
  },
  'sentence.major_outage': { one: '{names} is down.', other: '{names} are down.' },
  'sentence.major_outage.since': { one: '{names} has been down {since}.', other: '{names} have been down {since}.' },
  'sentence.unknown': {
    one: 'We cannot tell at the moment how {names} is doing.',
    other: 'We cannot tell at the moment how {names} are doing.',
  },
  'sentence.next.clock': 'Next update by {time}.',
  'sentence.next.dated': 'Next update by {time}.',
  'sentence.join': '{first} {second}',
  'list.more': { one: '{count} more', other: '{count} more' },

  // Times. "clock": the time alone, "10:42 EST"; "dated": with its day.
  'time.zoned': '{clock} {zone}',
  'time.dated': '{date}, {time}',
  'time.weekday': '{weekday}, {date}',
  'time.span': '{from} to {until}',
  'since.clock': 'since {time}',
  'since.dated': 'since {time}',
  'until.clock': 'until {time}',
  'until.dated': 'until {time}',
  'duration.moment': 'less than a minute',
  percent: '{value} %',

  // Every page
  'brand.status': 'status',
  'title.home': '{page} status: {sentence}',
  'title.inner': '{title} · {page} status',
  'title.feed': '{page}: incidents',
  skip: 'Skip to the content',
  'nav.label': 'This page',
  'nav.history': 'History',
  'nav.subscribe': 'Get updates',
  'footer.zone': 'Times are in {place} ({zone}).',
  'footer.zone_only': 'Times are in {zone}.',
  'footer.zone_use': 'Show them in {place}',
  'footer.languages': 'Languages',
  'footer.published': 'Published {time}.',
  'footer.follow': 'Follow',
  'footer.mail': 'Mail',
  'footer.ways': 'Ways to follow',
  'footer.json': 'JSON feed',
  'footer.calendar': 'Calendar',
  'footer.help': 'Get help',
  'live.updated': 'Updated just now',
  'live.now': 'just now',
  'live.long_ago': 'more than a day ago',
  'live.as_of': 'Data as of {time}.',
  'live.stale': 'This page was last refreshed {ago}; live updates are off.',

  // The front page
  'home.incidents': 'Open incidents',
  'home.maintenances': 'Work under way',
  'home.notices': 'Notices',
  'home.planned': 'Planned work',
  'home.later': { one: '{count} planned for later', other: '{count} planned for later' },
  'home.components': 'Components',
  'home.no_components': 'No components are listed on this page yet.',
  'home.uptime': 'Uptime by month',
  'home.past': { one: 'Past day', other: 'Past {count} days' },
  'home.quiet': { one: 'No incidents in the past day.', other: 'No incidents in the past {count} days.' },
  'home.history': 'All history',
  'past.quiet': 'No incidents',
  'past.continued': 'Continued: {title}',

  // An incident
  'incident.description': '{phase}: {title}',
  'incident.since.clock': 'Since {time}',
  'incident.since.dated': 'Since {time}',
  'incident.until.clock': 'Planned until {time}',
  'incident.until.dated': 'Planned until {time}',
  'incident.next.clock': 'Next update by {time}',
  'incident.next.dated': 'Next update by {time}',
  'incident.planned': 'Planned for',
  'incident.began': 'Began',
  'incident.ended': 'Ended',
  'incident.ended_after': '{time}, after {duration}',
  'incident.next': 'Next update',
  'incident.next_by': 'by {time}',
  'incident.impact': 'Impact',
  'incident.affects': 'Affects',
  'incident.affected': 'Affected',
  'incident.updates': 'Updates',
  'incident.nothing': 'Nothing has been posted yet.',
  'incident.else': 'Everything else',
  'outcome.open': '{phase}, not over yet.',
  'outcome.phase': '{phase}.',
  'outcome.ended': '{phase} {time}, after {duration}.',
  'outcome.notice': 'Notice.',
  'outcome.notice_ended': 'Notice, ended {time}.',
  'post.earlier': { one: '{count} earlier update', other: '{count} earlier updates' },
  'post.changed': '{from} {arrow} {to}',
  'post.changed_to': 'to',
  'post.withdrawn': 'Withdrawn {time}.',
  'post.language': 'In {language}',
  'post.announced':
    'Announced by our operators {time}, while part of the system behind this page is down. Mails about it follow later.',

  // History
  'history.title': '{month} · {page} status history',
  'history.title_empty': '{page} status history',
  'history.heading': 'History',
  'history.empty': 'No incident has been published on this page so far.',
  'history.entries': { one: 'One entry.', other: '{count} entries, newest first.' },
  'history.months': 'Months',

  // Uptime
  'uptime.heading': 'Uptime',
  'uptime.lede':
    'A major outage counts in full, a partial one {weight}. Degraded service and maintenance count as up. Time before a part’s record begins counts neither way. Figures are rounded down, and reach until this page was published.',
  'uptime.legend': 'A bar is a day, and shows the worst of it',
  'uptime.none': 'No data',
  'uptime.quiet': 'Working all day',
  'uptime.far': 'Working so far',
  'uptime.share_none': 'no data',
  'uptime.bars': '{name}: uptime day by day',
  'uptime.ago': { one: '{count} day ago', other: '{count} days ago' },
  'uptime.today': 'Today',
  'uptime.unknown': { one: 'No data of the past day', other: 'No data of the past {count} days' },
  'uptime.figure': { one: '{share} over {count} day', other: '{share} over {count} days' },
  'uptime.troubles': {
    one: 'One day on which something was wrong or under maintenance',
    other: '{count} days on which something was wrong or under maintenance',
  },
  'uptime.all_day': 'all day',

  // Feeds, calendars, badges
  'feed.title': '{page} status',
  'feed.about': 'Incidents and planned work of {page}',
  'feed.entry': '{phase}: {title}',
  'feed.withdrawn': 'This update was withdrawn {time}.',
  'feed.corrected': '(corrected {time})',
  'calendar.planned': '{page}: planned work',
  'calendar.all': '{page}: planned work and incidents',
  'calendar.affects': 'Affects: {names}',
  'calendar.work': 'Planned work',
  'calendar.incident': 'Incident',
  'badge.working': 'working',
  'badge.degraded': 'degraded',
  'badge.partial': 'partial outage',
  'badge.major': 'major outage',
  'badge.maintenance': 'maintenance',
  'badge.notice': 'incident',
  'badge.unknown': 'unknown',

  // The widget on other sites
  'embed.label': 'Status of {page}',
  'embed.details': 'Details',
  'embed.close': 'Close',
  'embed.working': 'Everything is working',
  'embed.degraded': 'Slower or less reliable than usual',
  'embed.partial': 'Failing for some customers',
  'embed.major': 'Something is down',
  'embed.maintenance': 'Planned work is under way',
  'embed.notice': 'We are looking into a problem',
  'embed.unknown': 'The state is not known at the moment',

  ...englishChannels,
  ...englishFollowing,
  ...englishReading,
} as const satisfies Record<string, string | Plural>

export const en: Language = { lang: 'en', name: 'English', dir: 'ltr', locale: 'en-GB', strings: english, isPlural }

/** Good enough for English product names: "Card payments" are; "API · US", "Status", "Postgres" and "United States" is. */
function isPlural(name: string): boolean {
  return /\p{Ll}s$/u.test(name) && !singular.test(name)
}

const singular =
  /(ss|us|is|as|os|ews|gres|netes|ins|ndows|ales|lles|States|Netherlands|Philippines|Emirates|Indies|Angeles|Athens|Maldives|Flanders|Sales|Analytics|Kinesis|Redis|Teams|Maps|Forms|Sheets|Docs|Jenkins|Kubernetes)$/
