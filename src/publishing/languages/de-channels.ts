import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const deChannels: ChannelStrings = {
  'by.heading': 'Oder auf einem anderen Weg',
  'by.how': 'Wohin sollen wir schreiben?',
  'by.send': 'Anmelden',
  'by.more': 'Mehr',
  'by.sms': 'SMS',
  'by.voice': 'Anruf',
  'by.webhook': 'Webhook',
  'by.number': 'Telefonnummer',
  'by.number_help': 'Mit Landesvorwahl: {example}',
  'by.chat': 'Adresse des Webhooks',
  'by.chat_help': '{channel} zeigt sie unter „{where}“. Sie beginnt mit {start}',
  'by.endpoint': 'Adresse Ihres Programms',
  'by.endpoint_help': 'Es bekommt für jede Nachricht einen POST, zum Beispiel an {example}',
  'by.format': 'Format',
  'by.format_help': 'Das übliche, oder „statuspage“ für Programme, die für Statuspage geschrieben sind.',
  'by.name': 'Name des Kanals',
  'by.wrong': 'Das passt nicht. Bitte vergleichen Sie es mit dem, was gefragt ist.',
  'by.look': 'Sehen Sie in {channel} nach',
  'by.look_lede':
    'Wir haben eine Nachricht dorthin geschickt. Folgen Sie dem Link darin, um zu bestätigen, dass Sie benachrichtigt werden möchten.',
  'by.limit': 'Wir schreiben höchstens einmal in der Stunde an denselben Ort.',
  'by.code': 'Geben Sie Ihren Code ein',
  'by.code_lede': 'Wir haben Ihnen einen Code mit sechs Ziffern geschickt. Er gilt zehn Minuten.',
  'by.code_label': 'Code',
  'by.code_send': 'Bestätigen',
  'by.code_wrong': 'Dieser Code stimmt nicht oder ist zu alt.',
  'by.answer': 'Wir fragen Ihr Programm',
  'by.answer_lede':
    'Wir schicken eine signierte Testnachricht dorthin. Wird sie mit einem Status von 200 bis 299 beantwortet, folgen die Benachrichtigungen.',
  'by.secret':
    'Mit diesem Geheimnis prüfen Sie die Signaturen unserer Nachrichten. Es wird nur dieses eine Mal gezeigt:',
  'by.secret_before': 'Kommen unsere Nachrichten dort schon an, bleibt das bisherige Geheimnis.',
  'by.question':
    'Jemand hat hier um Benachrichtigungen über den Zustand von {page} gebeten. Folgen Sie dem Link, um zu bestätigen; waren Sie es nicht, tun Sie nichts, und Sie hören nichts mehr von uns.',
  'by.already': 'Benachrichtigungen über den Zustand von {page} kommen hier schon an. Es gibt nichts zu bestätigen.',
  'by.code_text':
    '{code} ist Ihr Code für Benachrichtigungen über den Zustand von {page}. Er gilt zehn Minuten. Haben Sie nicht darum gebeten, tun Sie nichts.',
  'by.slack': 'Den Kanal wählen Sie im nächsten Schritt in Slack.',
  'by.slack_own': 'Stattdessen über einen eigenen Webhook',
  'by.slack_go': 'Weiter in Slack',
  'by.slack_go_lede':
    'Slack zeigt Ihnen seine Kanäle und fragt, in welchen wir schreiben dürfen. Sie müssen in diesem Workspace angemeldet sein.',
  'by.slack_add': 'Zu Slack hinzufügen',
  'by.slack_denied': 'Es wurde nichts hinzugefügt: In Slack wurde es nicht erlaubt.',
  'by.slack_old':
    'Das hat länger als zehn Minuten gedauert, oder es wurde in einem anderen Browser begonnen. Es wurde nichts hinzugefügt. Bitte beginnen Sie noch einmal.',
  'by.slack_failed':
    'Slack hat es nicht abgeschlossen, deshalb wurde nichts hinzugefügt. Bitte versuchen Sie es später noch einmal.',
  'push.heading': 'Benachrichtigungen in diesem Browser',
  'push.help': 'Sie sehen, was geschieht, auch wenn diese Seite geschlossen ist. Hier können Sie es jederzeit beenden.',
  'push.start': 'In diesem Browser benachrichtigen',
  'push.on': 'Dieser Browser erhält Benachrichtigungen.',
  'push.stop': 'Keine Benachrichtigungen mehr',
  'push.denied':
    'Dieser Browser erlaubt dieser Seite keine Benachrichtigungen. Sie können sie in seinen Einstellungen erlauben.',
  'push.failed': 'Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal.',
}
