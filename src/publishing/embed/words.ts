import type { Tone } from '../words.ts'

/** What the widget says in one language. */
export type EmbedWords = { of: (name: string) => string; details: string; close: string } & Record<Tone, string>

/** By the first two letters of the host page's `lang`; English where there is no other. */
export const embedWords: Record<string, EmbedWords> = {
  en: {
    of: (name) => `Status of ${name}`,
    details: 'Details',
    close: 'Close',
    working: 'Everything is working',
    degraded: 'Slower or less reliable than usual',
    partial: 'Failing for some customers',
    major: 'Something is down',
    maintenance: 'Planned work is under way',
    notice: 'We are looking into a problem',
  },
  de: {
    of: (name) => `Status von ${name}`,
    details: 'Mehr dazu',
    close: 'Schließen',
    working: 'Alles funktioniert',
    degraded: 'Langsamer oder unzuverlässiger als sonst',
    partial: 'Störung bei einigen Kunden',
    major: 'Etwas ist ausgefallen',
    maintenance: 'Geplante Arbeiten laufen',
    notice: 'Wir untersuchen ein Problem',
  },
  fr: {
    of: (name) => `État de ${name}`,
    details: 'Détails',
    close: 'Fermer',
    working: 'Tout fonctionne',
    degraded: 'Plus lent ou moins fiable que d’habitude',
    partial: 'En panne pour certains clients',
    major: 'Un service est en panne',
    maintenance: 'Une maintenance est en cours',
    notice: 'Nous examinons un problème',
  },
  es: {
    of: (name) => `Estado de ${name}`,
    details: 'Detalles',
    close: 'Cerrar',
    working: 'Todo funciona',
    degraded: 'Más lento o menos fiable de lo normal',
    partial: 'Falla para algunos clientes',
    major: 'Un servicio no funciona',
    maintenance: 'Mantenimiento en curso',
    notice: 'Estamos investigando un problema',
  },
  ar: {
    of: (name) => `حالة ${name}`,
    details: 'التفاصيل',
    close: 'إغلاق',
    working: 'كل شيء يعمل',
    degraded: 'أبطأ أو أقل موثوقية من المعتاد',
    partial: 'عطل لدى بعض العملاء',
    major: 'إحدى الخدمات متوقفة',
    maintenance: 'أعمال صيانة مخططة جارية',
    notice: 'نبحث في مشكلة',
  },
}
