/** What a call says of its own, in the language that it is in: how to end the calls, and that they have ended. */
export type VoiceWords = { listen: string; ended: string }

/** Null where we have no words in this language; then it is said in English. */
export const voiceWordsIn = (language: string): VoiceWords | null => byLanguage[language.split('-')[0] ?? ''] ?? null

export const english: VoiceWords = { listen: 'To get no more calls, press 9.', ended: 'You get no more calls.' }

const byLanguage: Record<string, VoiceWords> = {
  en: english,
  de: { listen: 'Um keine Anrufe mehr zu erhalten, drücken Sie die 9.', ended: 'Sie erhalten keine Anrufe mehr.' },
  fr: { listen: 'Pour ne plus recevoir d’appels, appuyez sur le 9.', ended: 'Vous ne recevrez plus d’appels.' },
  es: { listen: 'Para no recibir más llamadas, pulse 9.', ended: 'Ya no recibirá más llamadas.' },
  it: { listen: 'Per non ricevere più chiamate, premi 9.', ended: 'Non riceverai più chiamate.' },
  nl: { listen: 'Om geen telefoontjes meer te krijgen, toets 9.', ended: 'U krijgt geen telefoontjes meer.' },
  pt: { listen: 'Para não receber mais chamadas, aperte 9.', ended: 'Você não receberá mais chamadas.' },
  pl: { listen: 'Aby nie otrzymywać więcej połączeń, naciśnij 9.', ended: 'Nie będzie więcej połączeń.' },
  sv: { listen: 'Tryck 9 för att inte få fler samtal.', ended: 'Du får inga fler samtal.' },
  ja: { listen: '今後の電話を停止するには、9を押してください。', ended: '今後お電話はいたしません。' },
  zh: { listen: '如不想再接到来电，请按9。', ended: '您将不再接到来电。' },
  // As Twilio calls it.
  arb: { listen: 'لإيقاف المكالمات، اضغط الرقم تسعة.', ended: 'لن تتلقى مكالمات بعد الآن.' },
}
