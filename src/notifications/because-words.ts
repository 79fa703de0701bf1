/** Why somebody gets a message, completing "You get this because …"; in most languages a sentence of its own. */
export type BecauseWords = {
  everything: string
  whole: string
  incident: string
  told: string
  /** `{name}`: what they follow, which is affected. */
  affected: string
  /** `{names}`: what is affected; they follow a part of it, the whole, or what carries one of its tags. */
  near: string
  /** Where nothing better can be said. */
  page: string
}

/** English where we have no other. */
export const becauseWordsOf = (language: string): BecauseWords => byLanguage[language.split('-')[0] ?? ''] ?? en

const en: BecauseWords = {
  everything: 'you follow everything',
  whole: 'this post concerns the whole page',
  incident: 'you follow this incident',
  told: 'you were told of the post',
  affected: 'you follow {name}, which is affected',
  near: 'what you follow is connected with {names}',
  page: 'you subscribed to this page',
}

const byLanguage: Record<string, BecauseWords> = {
  en,
  de: {
    everything: 'Sie folgen allem',
    whole: 'Diese Meldung betrifft die ganze Seite',
    incident: 'Sie folgen diesem Vorfall',
    told: 'Sie haben die Meldung erhalten',
    affected: 'Sie folgen {name}, und es ist betroffen',
    near: 'Was Sie verfolgen, hängt mit {names} zusammen',
    page: 'Sie haben diese Seite abonniert',
  },
  fr: {
    everything: 'vous suivez tout',
    whole: 'ce message concerne toute la page',
    incident: 'vous suivez cet incident',
    told: 'vous avez reçu le message',
    affected: 'vous suivez {name}, qui est touché',
    near: 'ce que vous suivez est lié à {names}',
    page: 'vous êtes abonné à cette page',
  },
  es: {
    everything: 'sigue todo',
    whole: 'este mensaje afecta a toda la página',
    incident: 'sigue este incidente',
    told: 'recibió el mensaje',
    affected: 'sigue {name}, que está afectado',
    near: 'lo que sigue está relacionado con {names}',
    page: 'está suscrito a esta página',
  },
  it: {
    everything: 'segui tutto',
    whole: 'questo messaggio riguarda tutta la pagina',
    incident: 'segui questo incidente',
    told: 'hai ricevuto il messaggio',
    affected: 'segui {name}, che è interessato',
    near: 'ciò che segui è collegato a {names}',
    page: 'sei iscritto a questa pagina',
  },
  nl: {
    everything: 'u volgt alles',
    whole: 'dit bericht gaat over de hele pagina',
    incident: 'u volgt dit incident',
    told: 'u hebt het bericht ontvangen',
    affected: 'u volgt {name}, en dat is getroffen',
    near: 'wat u volgt hangt samen met {names}',
    page: 'u bent op deze pagina geabonneerd',
  },
  pt: {
    everything: 'você acompanha tudo',
    whole: 'esta mensagem diz respeito a toda a página',
    incident: 'você acompanha este incidente',
    told: 'você recebeu a mensagem',
    affected: 'você acompanha {name}, que está afetado',
    near: 'o que você acompanha está ligado a {names}',
    page: 'você se inscreveu nesta página',
  },
  pl: {
    everything: 'obserwujesz wszystko',
    whole: 'ten wpis dotyczy całej strony',
    incident: 'obserwujesz ten incydent',
    told: 'otrzymano od nas ten wpis',
    affected: 'obserwujesz: {name}, a dotyczy to właśnie tego',
    near: 'to, co obserwujesz, ma związek z: {names}',
    page: 'subskrybujesz tę stronę',
  },
  sv: {
    everything: 'du följer allt',
    whole: 'inlägget gäller hela sidan',
    incident: 'du följer den här händelsen',
    told: 'du har fått inlägget',
    affected: 'du följer {name}, som är berört',
    near: 'det du följer hänger ihop med {names}',
    page: 'du prenumererar på sidan',
  },
  ja: {
    everything: 'すべてをフォローしています',
    whole: 'この投稿はページ全体に関するものです',
    incident: 'このインシデントをフォローしています',
    told: '元の投稿をお送りしています',
    affected: 'フォロー中の {name} が影響を受けています',
    near: 'フォロー中の項目が {names} に関連しています',
    page: 'このページに登録しています',
  },
  zh: {
    everything: '您关注了全部内容',
    whole: '此消息涉及整个页面',
    incident: '您关注了此事件',
    told: '您收到过该消息',
    affected: '您关注的 {name} 受到影响',
    near: '您关注的内容与 {names} 有关',
    page: '您订阅了此页面',
  },
  ar: {
    everything: 'أنت تتابع كل شيء',
    whole: 'يخص هذا المنشور الصفحة كلها',
    incident: 'أنت تتابع هذه الحادثة',
    told: 'وصلك المنشور من قبل',
    affected: 'أنت تتابع {name}، وقد تأثر',
    near: 'ما تتابعه مرتبط بـ {names}',
    page: 'أنت مشترك في هذه الصفحة',
  },
}
