/** The languages that we have, in the order in which they are offered; index.ts says what each is. */
export const languageCodes = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'ja', 'zh', 'ar'] as const
export type LanguageCode = (typeof languageCodes)[number]
