import type { Answer } from './reply.ts'

type Words = Record<Answer['answer'], { heading: string; body: string }>

/**
 * What whoever wrote STOP, START or HELP is answered. The keywords stay as carriers know them. English where we have no
 * other language. https://api.ctia.org/wp-content/uploads/2023/05/230523-CTIA-Messaging-Principles-and-Best-Practices-FINAL.pdf, 5.1.3
 */
export const answerIn = (language: string, answer: Answer['answer']): Words['stop'] =>
  (byLanguage[language.split('-')[0] ?? ''] ?? en)[answer]

const en: Words = {
  stop: { heading: 'You get no more messages from us.', body: 'Reply START to get them again.' },
  start: { heading: 'You get our messages again.', body: 'Reply STOP to end them.' },
  help: { heading: 'We write when something breaks and when it works again.', body: 'Help:' },
}

const byLanguage: Record<string, Words> = {
  en,
  de: {
    stop: {
      heading: 'Sie erhalten keine Nachrichten mehr von uns.',
      body: 'Antworten Sie START, um sie wieder zu erhalten.',
    },
    start: { heading: 'Sie erhalten unsere Nachrichten wieder.', body: 'Antworten Sie STOP, um sie zu beenden.' },
    help: { heading: 'Wir schreiben, wenn etwas ausfällt und wenn es wieder geht.', body: 'Hilfe:' },
  },
  fr: {
    stop: {
      heading: 'Vous ne recevrez plus de messages de notre part.',
      body: 'Répondez START pour les recevoir à nouveau.',
    },
    start: { heading: 'Vous recevez à nouveau nos messages.', body: 'Répondez STOP pour les arrêter.' },
    help: { heading: 'Nous écrivons quand un service tombe en panne et quand il est rétabli.', body: 'Aide :' },
  },
  es: {
    stop: { heading: 'Ya no recibirá mensajes nuestros.', body: 'Responda START para volver a recibirlos.' },
    start: { heading: 'Vuelve a recibir nuestros mensajes.', body: 'Responda STOP para no recibirlos más.' },
    help: { heading: 'Escribimos cuando algo falla y cuando vuelve a funcionar.', body: 'Ayuda:' },
  },
  it: {
    stop: { heading: 'Non riceverai più messaggi da noi.', body: 'Rispondi START per riceverli di nuovo.' },
    start: { heading: 'Ricevi di nuovo i nostri messaggi.', body: 'Rispondi STOP per non riceverli più.' },
    help: { heading: 'Scriviamo quando qualcosa si guasta e quando torna a funzionare.', body: 'Aiuto:' },
  },
  nl: {
    stop: { heading: 'U krijgt geen berichten meer van ons.', body: 'Antwoord START om ze weer te krijgen.' },
    start: { heading: 'U krijgt onze berichten weer.', body: 'Antwoord STOP om ze te beëindigen.' },
    help: { heading: 'Wij schrijven als iets stuk gaat en als het weer werkt.', body: 'Hulp:' },
  },
  pt: {
    stop: { heading: 'Você não recebe mais mensagens nossas.', body: 'Responda START para voltar a recebê-las.' },
    start: { heading: 'Você volta a receber nossas mensagens.', body: 'Responda STOP para não recebê-las mais.' },
    help: { heading: 'Escrevemos quando algo falha e quando volta a funcionar.', body: 'Ajuda:' },
  },
  pl: {
    stop: { heading: 'Nie otrzymasz już od nas wiadomości.', body: 'Odpowiedz START, aby znów je otrzymywać.' },
    start: { heading: 'Znów otrzymujesz nasze wiadomości.', body: 'Odpowiedz STOP, aby je zakończyć.' },
    help: { heading: 'Piszemy, gdy coś przestaje działać i gdy znów działa.', body: 'Pomoc:' },
  },
  sv: {
    stop: { heading: 'Du får inga fler meddelanden från oss.', body: 'Svara START för att få dem igen.' },
    start: { heading: 'Du får våra meddelanden igen.', body: 'Svara STOP för att avsluta dem.' },
    help: { heading: 'Vi skriver när något går sönder och när det fungerar igen.', body: 'Hjälp:' },
  },
  ja: {
    stop: { heading: '今後、当方からのメッセージは届きません。', body: '再開するには START と返信してください。' },
    start: { heading: 'メッセージの配信を再開しました。', body: '停止するには STOP と返信してください。' },
    help: { heading: '障害が起きたときと復旧したときにお知らせします。', body: 'ヘルプ：' },
  },
  zh: {
    stop: { heading: '您将不再收到我们的消息。', body: '回复 START 可重新接收。' },
    start: { heading: '您将重新收到我们的消息。', body: '回复 STOP 可停止接收。' },
    help: { heading: '服务出现故障和恢复时，我们会发送消息。', body: '帮助：' },
  },
  ar: {
    stop: { heading: 'لن تصلك رسائل منا بعد الآن.', body: 'أجب بكلمة START لتصلك من جديد.' },
    start: { heading: 'ستصلك رسائلنا من جديد.', body: 'أجب بكلمة STOP لإيقافها.' },
    help: { heading: 'نكتب عندما يتعطل شيء وعندما يعود إلى العمل.', body: 'المساعدة:' },
  },
}
