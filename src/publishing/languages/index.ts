import { en } from './en.ts'
import type { Language } from './language.ts'

/** The languages of the public page, in the order in which they are offered. */
export const languages: readonly Language[] = [en]

export const ours: Language = en

/** English where we have no other. */
export const languageOf = (lang: string): Language => languages.find((one) => one.lang === lang) ?? ours
