export type Keyword = 'stop' | 'start' | 'help'

/**
 * What a reader asks for with one word: the words that the carriers and Twilio take, and their like in the languages of
 * the page. The whole message must be the word, in any case, whatever spaces, quotes and full stops stand around it: "Stop." is meant
 * as it says, "STOP PLEASE" is left to a person. https://help.twilio.com/articles/223134027
 */
export function keywordOf(text: string): Keyword | null {
  if (text.length > longest) return null
  const word = text
    .normalize('NFKC')
    .replace(/^[\s\p{P}\p{S}\p{Cf}]+|[\s\p{P}\p{S}\p{Cf}]+$/gu, '')
    .toUpperCase()
  return keywords.get(word) ?? null
}

/** No word is as long, with all that may stand around it; and a long text would keep us looking for its end. */
const longest = 200

const words: Record<Keyword, string> = {
  // English; French and Canada's French; German; Spanish; Portuguese; Italian; Dutch; Swedish, Danish, Norwegian; Polish; Japanese; Chinese; Arabic.
  stop: `STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT OPT-OUT REVOKE REMOVE ARRET ARRÊT ARRETER ARRÊTER TD STOPP ABMELDEN
    ALTO BAJA PARAR CANCELAR SAIR FERMA BASTA ANNULLA STOPPEN AFMELDEN AVSLUTA AFMELD STANS WYPISZ 停止 退订 解除 إيقاف`,
  start: 'START UNSTOP YES',
  help: 'HELP INFO AIDE HILFE AYUDA AJUDA AIUTO',
}

const keywords: ReadonlyMap<string, Keyword> = new Map(
  (['stop', 'start', 'help'] as const).flatMap((keyword) =>
    words[keyword].split(/\s+/).map((word) => [word, keyword] as const),
  ),
)
