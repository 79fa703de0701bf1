import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const frChannels: ChannelStrings = {
  'by.heading': 'Ou par un autre canal',
  'by.how': 'Où devons-nous écrire ?',
  'by.send': 'S’abonner',
  'by.more': 'Plus',
  'by.sms': 'SMS',
  'by.voice': 'Appel vocal',
  'by.webhook': 'Webhook',
  'by.number': 'Numéro de téléphone',
  'by.number_help': 'Avec l’indicatif du pays : {example}',
  'by.chat': 'Adresse du webhook',
  'by.chat_help': '{channel} l’affiche sous « {where} ». Elle commence par {start}',
  'by.endpoint': 'Adresse de votre programme',
  'by.endpoint_help': 'Il reçoit un POST pour chaque message, par exemple à {example}',
  'by.format': 'Format',
  'by.format_help': 'Le format habituel, ou « statuspage » pour les programmes écrits pour Statuspage.',
  'by.name': 'Nom du canal',
  'by.wrong': 'Cela ne convient pas. Veuillez comparer avec ce qui est demandé.',
  'by.look': 'Regardez dans {channel}',
  'by.look_lede':
    'Nous avons envoyé un message à cet endroit. Suivez le lien qu’il contient pour confirmer que vous voulez être informé.',
  'by.limit': 'Nous écrivons au même endroit une fois par heure au plus.',
  'by.code': 'Saisissez votre code',
  'by.code_lede': 'Nous vous avons envoyé un code à six chiffres. Il est valable dix minutes.',
  'by.code_label': 'Code',
  'by.code_send': 'Confirmer',
  'by.code_wrong': 'Ce code n’est pas le bon, ou il est trop ancien.',
  'by.answer': 'Nous interrogeons votre programme',
  'by.answer_lede':
    'Nous envoyons un message de test signé à cet endroit. S’il reçoit une réponse de statut 200 à 299, les nouvelles suivront.',
  'by.secret': 'Vérifiez les signatures de nos messages avec ce secret. Il n’est affiché que cette fois :',
  'by.secret_before': 'Si nos messages y arrivent déjà, le secret d’avant reste valable.',
  'by.question':
    'Quelqu’un a demandé ici des nouvelles de l’état de {page}. Suivez le lien pour confirmer ; si ce n’était pas vous, ne faites rien et nous n’écrirons plus.',
  'by.already': 'Les nouvelles de l’état de {page} arrivent déjà ici. Il n’y a rien à confirmer.',
  'by.code_text':
    '{code} est votre code pour les nouvelles de l’état de {page}. Il est valable dix minutes. Si vous ne l’avez pas demandé, ne faites rien.',
  'by.slack': 'Vous choisissez le canal dans Slack, à l’étape suivante.',
  'by.slack_own': 'Plutôt par un webhook à vous',
  'by.slack_go': 'Continuez dans Slack',
  'by.slack_go_lede':
    'Slack vous montre ses canaux et demande dans lequel nous pouvons écrire. Vous devez être connecté à cet espace de travail.',
  'by.slack_add': 'Ajouter à Slack',
  'by.slack_denied': 'Rien n’a été ajouté : cela n’a pas été autorisé dans Slack.',
  'by.slack_old':
    'Cela a pris plus de dix minutes, ou a été commencé dans un autre navigateur. Rien n’a été ajouté. Veuillez recommencer.',
  'by.slack_failed': 'Slack n’a pas terminé l’opération, rien n’a donc été ajouté. Réessayez plus tard.',
  'push.heading': 'Notifications dans ce navigateur',
  'push.help': 'Vous voyez ce qui se passe même quand cette page est fermée. Vous pouvez arrêter ici à tout moment.',
  'push.start': 'Me prévenir dans ce navigateur',
  'push.on': 'Ce navigateur reçoit les notifications.',
  'push.stop': 'Plus de notifications',
  'push.denied':
    'Ce navigateur n’autorise pas les notifications de cette page. Vous pouvez les autoriser dans ses réglages.',
  'push.failed': 'Cela n’a pas fonctionné. Réessayez plus tard.',
}
