/** How readers subscribe by another channel than mail. */
export const englishChannels = {
  'by.heading': 'Or on another channel',
  'by.how': 'Where should we write?',
  'by.send': 'Subscribe',
  'by.more': 'More',
  'by.sms': 'Text message',
  'by.voice': 'Voice call',
  'by.webhook': 'Webhook',
  'by.look': 'Look into {channel}',
  'by.look_lede': 'We have sent a message to where you said. Follow the link in it to confirm that you want updates.',
  'by.limit': 'We write to one place once an hour at most.',
  'by.code': 'Enter your code',
  'by.code_lede': 'We have sent you a code of six digits. It works for ten minutes.',
  'by.code_label': 'Code',
  'by.code_send': 'Confirm',
  'by.code_wrong': 'That code is not right, or it is too old.',
  'by.answer': 'We are asking your program',
  'by.answer_lede':
    'We send one signed test message to where you said. If it is answered with a status of 200 to 299, updates follow.',
  'by.secret': 'Check the signatures of our messages with this secret. It is shown this once:',
  'by.question':
    'Somebody asked for updates about the status of {page} here. Follow the link to confirm; if it was not you, do nothing, and you hear no more from us.',
  'by.already': 'Updates about the status of {page} come here already. There is nothing to confirm.',
  'by.code_text':
    '{code} is your code for updates about the status of {page}. It works for ten minutes. If you did not ask for it, do nothing.',
  'push.heading': 'Notifications in this browser',
  'push.help': 'You see what happens even when this page is closed. You can stop it here at any time.',
  'push.start': 'Notify me in this browser',
  'push.on': 'This browser gets notifications.',
  'push.stop': 'No more notifications',
  'push.denied': 'This browser does not allow notifications from this page. You can allow them in its settings.',
  'push.failed': 'That did not work. Please try again later.',
} as const
