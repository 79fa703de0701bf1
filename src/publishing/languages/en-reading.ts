import type { Plural } from './language.ts'

/** What readers do on a page: follow, search, sign in; and what stands there besides the news. */
export const englishReading = {
  // Following
  'subscribe.heading': 'Get updates',
  'subscribe.off': 'This page sends no mail. You can follow it by feed.',
  'subscribe.lede': 'We mail you when something breaks, when we know more, and when it works again.',
  'subscribe.email': 'Your e-mail address',
  'subscribe.email_help': 'You get one mail with a link to confirm it. Until then we send nothing.',
  'subscribe.what': 'What do you want to hear about?',
  'subscribe.what_help': 'Choose nothing to hear about everything, including what is added later.',
  'subscribe.all_of_it': '{name}, all of it',
  'subscribe.send': 'Send me updates',
  'subscribe.website': 'Website',
  'subscribe.feeds': 'Feeds',
  'subscribe.or_feeds': 'Or follow by feed',
  'subscribe.feeds_help': 'Add one of these to a feed reader or a chat channel. Nobody learns that you follow it.',
  'subscribe.calendars': 'Planned work comes into your calendar by one of these: {planned}, or {all}.',
  'subscribe.calendar_planned': 'planned work',
  'subscribe.calendar_all': 'with incidents too',

  // What a page holds besides its news
  'announcement.label': 'Announcement',
  'faq.heading': 'Questions and answers',
  'faq.link': 'Link to this answer',
  'contact.heading': 'Contact',
  'contact.chat': 'Chat with us',
  'social.heading': 'Elsewhere',
  'metrics.heading': 'Metrics',
  'metrics.period': 'Period',
  'metrics.average': 'Average {value}',
  'metrics.empty': 'There is no figure yet.',
  'metrics.none': 'No figures in this period.',
  'metrics.summary': 'Latest {latest}, lowest {lowest}, highest {highest}, average {average}.',
  'visit.choose': 'Counting of visits',
  'visit.question': 'May we count your visit?',
  'visit.with': 'With {names}. This page works the same without. You can change your answer at its foot.',
  'visit.yes': 'Yes',
  'visit.no': 'No',

  // Unknown addresses
  'missing.title': 'Not found',
  'missing.heading': 'There is nothing at this address',
  'missing.lede':
    'The link may be old or mistyped. What is happening now is on the front page; what happened before is in the history.',
  'missing.now': 'The state now',

  // The calendar of a month
  'month.title': '{month} · {page} calendar',
  'month.lede': {
    one: 'One day with incidents or planned work.',
    other: '{count} days with incidents or planned work.',
  },
  'month.quiet': 'Nothing happened and nothing is planned.',
  'month.caption': 'Incidents and planned work, {month}',
  'month.planned': 'Planned',
  'month.continued': 'continued',
  'month.own': 'Planned work in your own calendar',
  'month.from_history': 'As a calendar',

  // What components showed during an incident; what an edit changed
  'bands.heading': 'Affected over time',
  'bands.table': 'The same as a table',
  'bands.label': 'Status of each component over time',
  'bands.component': 'Component',
  'bands.status': 'Status',
  'bands.from': 'From',
  'bands.for': 'For',
  'edits.edited': 'Edited {time}',
  'edits.changed': 'What changed {time}:',
  'edits.added': 'added:',
  'edits.removed': 'removed:',

  // Signing in
  'signin.link': 'Sign in',
  'signin.heading': 'Sign in',
  'signin.private': 'The status of {page} is for those who are let in.',
  'signin.private_unnamed': 'This page is for those who are let in.',
  'signin.public': 'Signed in, you also see what is meant for you.',
  'signin.password': 'Password of this page',
  'signin.enter': 'Open the page',
  'signin.password_wrong': 'This is not the password of this page.',
  'signin.email': 'Your e-mail address',
  'signin.email_help': 'If it may sign in here, we mail you a link. There is no password to remember.',
  'signin.send': 'Send me a link',
  'signin.email_wrong': 'This is not an e-mail address.',
  'signin.with': 'Sign in with {name}',
  'signin.closed': 'Nobody can sign in here at the moment. Ask those who run this page.',
  'signin.staff': 'I work on this page',
  'signin.often': 'Too many tries. Wait a little before the next one.',
  'signin.sent': 'Look into your mail',
  'signin.sent_lede': 'If {email} may sign in here, a mail with a link is on its way.',
  'signin.sent_hint': {
    one: 'The link works for {count} minute, once. Nothing there after a few minutes? Look into the spam folder, or ask those who run this page.',
    other:
      'The link works for {count} minutes, once. Nothing there after a few minutes? Look into the spam folder, or ask those who run this page.',
  },
  'signin.no_mail': 'No link can be sent yet',
  'signin.no_mail_lede': 'This page cannot send mail yet. Please tell those who run it, and come again later.',
  'signin.mail': 'Your link to the status page',
  'signin.mail_text': 'Here is your link to the status of {page}. It leads to a button, works for {time}, and once.',
  'signin.mail_stranger':
    'Somebody entered this address on {url}. If it was not you, do nothing: nobody is signed in without the link.',
  'signin.question': 'Sign in as {name}?',
  'signin.question_lede': 'You stay signed in on this device, until you sign out or some time has passed.',
  'signin.dead': 'This link does not work any more',
  'signin.dead_lede': 'It may have been used already, or it is too old. Ask for a new one.',
  'signin.again': 'Sign in again',
  'signin.refused': 'You are not signed in',
  'signin.refused_lede':
    'The answer of {name} could not be taken. Try again; if it happens again, tell those who run this page.',
  'signin.you': 'You are signed in',
  'signin.as': 'As {name}.',
  'signin.by_password': 'With the password of this page.',
  'signin.by_network': 'Your network may read this page, without signing in.',
  'signin.out': 'Sign out',
  'signin.back': 'To the page',
  'feeds.heading': 'Private feeds',
  'feeds.lede':
    'An address of your own for a feed reader, a calendar or a program. It shows what you see, to whoever has it.',
  'feeds.name': 'What is it for?',
  'feeds.make': 'Make an address',
  'feeds.made': 'Your new addresses',
  'feeds.made_lede': 'Copy what you need: they are not shown again. Whoever has one reads what you read.',
  'feeds.calendar': 'Calendar',
  'feeds.badge': 'Badge',
  'feeds.revoke': 'Revoke {name}',
  'feeds.used': 'Last used {time}',
  'feeds.unused': 'Never used',

  // Search
  'search.heading': 'Search',
  'search.label': 'Words from a title, a post or an answer',
  'search.send': 'Search',
  'search.closed': 'Search is closed at the moment: the part of this page that answers it cannot be reached.',
  'search.results': { one: 'One result for “{query}”', other: '{count} results for “{query}”' },
  'search.cut': {
    one: 'The first is shown. Another word narrows it down.',
    other: 'The first {count} are shown. Another word narrows it down.',
  },
  'search.none': 'Nothing was found for “{query}”',
  'search.hint': 'Every word has to be in it. Try fewer words, or the beginning of one.',
  'search.long': {
    one: 'Please ask with a single letter.',
    other: 'Please ask with fewer words: at most {count} letters.',
  },
  'search.often': 'Too many questions in a short time. Please wait a minute.',

  // Where a form is sent to and nobody is there to take it
  'closed.title': 'This form is closed at the moment',
  'closed.lede':
    'Nothing was saved or sent. The status page can be read, but its forms are not answered just now. Please try again later.',
  'closed.feeds': 'The feeds work all the time, and need no form.',
  'closed.form':
    'This form is closed at the moment: what you send would not arrive. Please try again later, or follow by feed.',
} as const satisfies Record<string, string | Plural>
