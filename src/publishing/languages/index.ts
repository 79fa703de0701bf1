import { ar } from './ar.ts'
import type { LanguageCode } from './codes.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import type { Language } from './language.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { sv } from './sv.ts'
import { zh } from './zh.ts'

const byCode: Record<LanguageCode, Language> = { en, de, fr, es, it, nl, pt, pl, sv, ja, zh, ar }

/** The languages of the public page, in the order in which they are offered. */
export const languages: readonly Language[] = Object.values(byCode)

/** English where we have no other. */
export const languageOf = (lang: string): Language => languages.find((one) => one.lang === lang) ?? en
