import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const itChannels: ChannelStrings = {
  'by.heading': 'O su un altro canale',
  'by.how': 'Dove dobbiamo scrivere?',
  'by.send': 'Iscriviti',
  'by.more': 'Altro',
  'by.sms': 'SMS',
  'by.voice': 'Chiamata vocale',
  'by.webhook': 'Webhook',
  'by.number': 'Numero di telefono',
  'by.number_help': 'Con il prefisso del Paese: {example}',
  'by.chat': 'Indirizzo del webhook',
  'by.chat_help': '{channel} lo mostra in “{where}”. Inizia con {start}',
  'by.endpoint': 'Indirizzo del programma',
  'by.endpoint_help': 'Riceve un POST per ogni messaggio, per esempio a {example}',
  'by.format': 'Formato',
  'by.format_help': 'Quello abituale, oppure “statuspage” per i programmi scritti per Statuspage.',
  'by.name': 'Nome del canale',
  'by.wrong': 'Questo non va bene. Confrontalo con ciò che è richiesto.',
  'by.look': 'Guarda in {channel}',
  'by.look_lede':
    'Abbiamo inviato un messaggio a quel recapito. Segui il link che contiene per confermare che vuoi gli aggiornamenti.',
  'by.limit': 'Scriviamo allo stesso recapito al massimo una volta all’ora.',
  'by.code': 'Inserisci il tuo codice',
  'by.code_lede': 'Ti abbiamo inviato un codice di sei cifre. Vale dieci minuti.',
  'by.code_label': 'Codice',
  'by.code_send': 'Conferma',
  'by.code_wrong': 'Questo codice non è giusto o è troppo vecchio.',
  'by.answer': 'Stiamo chiedendo al tuo programma',
  'by.answer_lede':
    'Inviamo un messaggio di prova firmato a quel recapito. Se risponde con uno stato da 200 a 299, gli aggiornamenti seguono.',
  'by.secret': 'Verifica le firme dei nostri messaggi con questo segreto. Viene mostrato solo questa volta:',
  'by.secret_before': 'Se i nostri messaggi arrivano già lì, resta valido il segreto di prima.',
  'by.question':
    'Qualcuno ha chiesto qui aggiornamenti sullo stato di {page}. Segui il link per confermare; se non sei stato tu, non fare nulla e non scriveremo più.',
  'by.already': 'Gli aggiornamenti sullo stato di {page} arrivano già qui. Non c’è nulla da confermare.',
  'by.code_text':
    '{code} è il tuo codice per gli aggiornamenti sullo stato di {page}. Vale dieci minuti. Se non l’hai chiesto, non fare nulla.',
  'by.slack': 'Scegli il canale in Slack, nel passo successivo.',
  'by.slack_own': 'Oppure con un webhook tuo',
  'by.slack_go': 'Continua in Slack',
  'by.slack_go_lede':
    'Slack ti mostra i suoi canali e chiede in quale possiamo scrivere. Devi aver effettuato l’accesso a quell’area di lavoro.',
  'by.slack_add': 'Aggiungi a Slack',
  'by.slack_denied': 'Non è stato aggiunto nulla: in Slack non è stato consentito.',
  'by.slack_old':
    'Ci sono voluti più di dieci minuti, o è stato iniziato in un altro browser. Non è stato aggiunto nulla. Ricomincia da capo.',
  'by.slack_failed': 'Slack non ha completato l’operazione, quindi non è stato aggiunto nulla. Riprova più tardi.',
  'push.heading': 'Notifiche in questo browser',
  'push.help': 'Vedi che cosa succede anche quando questa pagina è chiusa. Puoi smettere qui in ogni momento.',
  'push.start': 'Avvisami in questo browser',
  'push.on': 'Questo browser riceve notifiche.',
  'push.stop': 'Niente più notifiche',
  'push.denied': 'Questo browser non permette notifiche da questa pagina. Puoi permetterle nelle sue impostazioni.',
  'push.failed': 'Non ha funzionato. Riprova più tardi.',
}
