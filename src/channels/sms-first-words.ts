/**
 * What the first message to a number says beside its news: how often, what it may cost, how it is helped with and ended.
 * HELP and STOP stay as carriers know them; where the alphabet allows it, each fits GSM 03.38, so that it costs no more.
 * https://api.ctia.org/wp-content/uploads/2023/05/230523-CTIA-Messaging-Principles-and-Best-Practices-FINAL.pdf, 5.1.2
 */
export const firstWordsIn = (language: string): string => byLanguage[language.split('-')[0] ?? ''] ?? english

const english = 'Message frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to cancel.'

const byLanguage: Readonly<Record<string, string>> = {
  en: english,
  de: 'Wie oft wir schreiben, hängt davon ab, was geschieht. Es können Kosten anfallen. HELP für Hilfe, STOP zum Beenden.',
  fr: 'Fréquence variable. Des frais peuvent s’appliquer. Répondez HELP pour de l’aide, STOP pour annuler.',
  es: 'Frecuencia variable. Pueden aplicarse tarifas. Responda HELP para ayuda, STOP para cancelar.',
  it: 'Frequenza variabile. Possono applicarsi costi. Rispondi HELP per aiuto, STOP per annullare.',
  nl: 'Hoe vaak wij schrijven wisselt. Er kunnen kosten zijn. Antwoord HELP voor hulp, STOP om te stoppen.',
  pt: 'Escrevemos conforme o que acontece. Pode haver custos. Responda HELP para ajuda, STOP para cancelar.',
  pl: 'Liczba wiadomosci jest zmienna. Moga obowiazywac oplaty. HELP: pomoc, STOP: koniec.',
  sv: 'Hur ofta vi skriver varierar. Avgifter kan tillkomma. Svara HELP för hjälp, STOP för att avsluta.',
  ja: '配信回数は状況により変わります。通信料がかかる場合があります。HELPでヘルプ、STOPで停止。',
  zh: '发送频率不定，可能产生资费。回复 HELP 获取帮助，回复 STOP 退订。',
  ar: 'يختلف عدد الرسائل، وقد تُطبَّق رسوم. أجب بكلمة HELP للمساعدة أو STOP للإيقاف.',
}
