import type { Translations } from './translated.ts'

/** Of translations of several texts, those of one. */
export const only = <Name extends string>(
  name: Name,
  translations: Translations<Name> | null | undefined,
): Translations<Name> =>
  Object.fromEntries(
    Object.entries(translations ?? {}).flatMap(([lang, texts]) =>
      texts?.[name] === undefined ? [] : [[lang, { [name]: texts[name] }]],
    ),
  ) as Translations<Name>
