/** What a mail says of its own, beside the message. */
export type MailWords = {
  reason: (page: string, because: string) => string
  /** Below a text that was cut. */
  longer: string
  unsubscribe: string
  /** `manage`: "Choose what you hear about". */
  manageOrLeave: (manage: string) => string
}

/** Of a BCP 47 tag; English where we have no other. */
export const mailWordsOf = (language: string): MailWords =>
  words[language] ?? words[language.split('-')[0]!.toLowerCase()] ?? english

export const directionOf = (language: string): 'ltr' | 'rtl' => (/^(ar|fa|he|ur)\b/i.test(language) ? 'rtl' : 'ltr')

const english: MailWords = {
  reason: (page, because) => `You get this from the ${page} status page because ${because}.`,
  longer: 'This post is longer; the page has all of it.',
  unsubscribe: 'Unsubscribe',
  manageOrLeave: (manage) => `${manage}, or unsubscribe`,
}

const words: Record<string, MailWords> = {
  en: english,
  de: {
    reason: (page, because) => `Sie erhalten dies von der Statusseite ${page}: ${because}.`,
    longer: 'Diese Meldung ist länger; vollständig steht sie auf der Seite.',
    unsubscribe: 'Abmelden',
    manageOrLeave: (manage) => `${manage} oder abmelden`,
  },
  fr: {
    reason: (page, because) => `Vous recevez ce message de la page d’état ${page} : ${because}.`,
    longer: 'Ce message est plus long ; la page le donne en entier.',
    unsubscribe: 'Se désabonner',
    manageOrLeave: (manage) => `${manage} ou se désabonner`,
  },
  es: {
    reason: (page, because) => `Recibe este mensaje de la página de estado de ${page}: ${because}.`,
    longer: 'Este mensaje es más largo; la página lo muestra completo.',
    unsubscribe: 'Darse de baja',
    manageOrLeave: (manage) => `${manage} o darse de baja`,
  },
  it: {
    reason: (page, because) => `Ricevi questo messaggio dalla pagina di stato di ${page}: ${because}.`,
    longer: 'Questo messaggio è più lungo; sulla pagina si trova per intero.',
    unsubscribe: 'Annulla l’iscrizione',
    manageOrLeave: (manage) => `${manage} o annulla l’iscrizione`,
  },
  nl: {
    reason: (page, because) => `U ontvangt dit van de statuspagina van ${page}: ${because}.`,
    longer: 'Dit bericht is langer; op de pagina staat het volledig.',
    unsubscribe: 'Afmelden',
    manageOrLeave: (manage) => `${manage} of afmelden`,
  },
  pt: {
    reason: (page, because) => `Você recebe esta mensagem da página de status de ${page}: ${because}.`,
    longer: 'Esta mensagem é mais longa; a página a mostra por inteiro.',
    unsubscribe: 'Cancelar a inscrição',
    manageOrLeave: (manage) => `${manage} ou cancelar a inscrição`,
  },
  pl: {
    reason: (page, because) => `Otrzymujesz tę wiadomość ze strony statusu ${page}: ${because}.`,
    longer: 'Ten wpis jest dłuższy; w całości jest na stronie.',
    unsubscribe: 'Wypisz się',
    manageOrLeave: (manage) => `${manage} lub wypisz się`,
  },
  sv: {
    reason: (page, because) => `Du får detta från statussidan för ${page}: ${because}.`,
    longer: 'Inlägget är längre; på sidan finns hela texten.',
    unsubscribe: 'Avsluta prenumerationen',
    manageOrLeave: (manage) => `${manage} eller avsluta prenumerationen`,
  },
  ja: {
    reason: (page, because) => `${page} のステータスページからお送りしています：${because}。`,
    longer: '続きがあります。全文はページをご覧ください。',
    unsubscribe: '配信停止',
    manageOrLeave: (manage) => `${manage}・配信停止`,
  },
  zh: {
    reason: (page, because) => `此邮件来自 ${page} 状态页：${because}。`,
    longer: '内容较长，全文请见页面。',
    unsubscribe: '退订',
    manageOrLeave: (manage) => `${manage}或退订`,
  },
  ar: {
    reason: (page, because) => `تصلك هذه الرسالة من صفحة حالة ${page}: ${because}.`,
    longer: 'هذا المنشور أطول من ذلك، ونصه الكامل على الصفحة.',
    unsubscribe: 'إلغاء الاشتراك',
    manageOrLeave: (manage) => `${manage} أو إلغاء الاشتراك`,
  },
}
