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
  /** They chose digests. */
  daily: string
  weekly: string
  monthly: string
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
  daily: 'you chose one message a day',
  weekly: 'you chose one message a week',
  monthly: 'you chose a summary of each month',
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
    daily: 'Sie haben eine Nachricht am Tag gewählt',
    weekly: 'Sie haben eine Nachricht in der Woche gewählt',
    monthly: 'Sie haben eine Zusammenfassung jedes Monats gewählt',
  },
  fr: {
    everything: 'vous suivez tout',
    whole: 'ce message concerne toute la page',
    incident: 'vous suivez cet incident',
    told: 'vous avez reçu le message',
    affected: 'vous suivez {name}, qui est touché',
    near: 'ce que vous suivez est lié à {names}',
    page: 'vous êtes abonné à cette page',
    daily: 'vous avez choisi un message par jour',
    weekly: 'vous avez choisi un message par semaine',
    monthly: 'vous avez choisi un résumé de chaque mois',
  },
  es: {
    everything: 'sigue todo',
    whole: 'este mensaje afecta a toda la página',
    incident: 'sigue este incidente',
    told: 'recibió el mensaje',
    affected: 'sigue {name}, que está afectado',
    near: 'lo que sigue está relacionado con {names}',
    page: 'está suscrito a esta página',
    daily: 'eligió un mensaje al día',
    weekly: 'eligió un mensaje a la semana',
    monthly: 'eligió un resumen de cada mes',
  },
  it: {
    everything: 'segui tutto',
    whole: 'questo messaggio riguarda tutta la pagina',
    incident: 'segui questo incidente',
    told: 'hai ricevuto il messaggio',
    affected: 'segui {name}, che è interessato',
    near: 'ciò che segui è collegato a {names}',
    page: 'sei iscritto a questa pagina',
    daily: 'hai scelto un messaggio al giorno',
    weekly: 'hai scelto un messaggio alla settimana',
    monthly: 'hai scelto un riepilogo di ogni mese',
  },
  nl: {
    everything: 'u volgt alles',
    whole: 'dit bericht gaat over de hele pagina',
    incident: 'u volgt dit incident',
    told: 'u hebt het bericht ontvangen',
    affected: 'u volgt {name}, en dat is getroffen',
    near: 'wat u volgt hangt samen met {names}',
    page: 'u bent op deze pagina geabonneerd',
    daily: 'u koos voor één bericht per dag',
    weekly: 'u koos voor één bericht per week',
    monthly: 'u koos voor een samenvatting van elke maand',
  },
  pt: {
    everything: 'você acompanha tudo',
    whole: 'esta mensagem diz respeito a toda a página',
    incident: 'você acompanha este incidente',
    told: 'você recebeu a mensagem',
    affected: 'você acompanha {name}, que está afetado',
    near: 'o que você acompanha está ligado a {names}',
    page: 'você se inscreveu nesta página',
    daily: 'você escolheu uma mensagem por dia',
    weekly: 'você escolheu uma mensagem por semana',
    monthly: 'você escolheu um resumo de cada mês',
  },
  pl: {
    everything: 'obserwujesz wszystko',
    whole: 'ten wpis dotyczy całej strony',
    incident: 'obserwujesz ten incydent',
    told: 'otrzymano od nas ten wpis',
    affected: 'obserwujesz: {name}, a dotyczy to właśnie tego',
    near: 'to, co obserwujesz, ma związek z: {names}',
    page: 'subskrybujesz tę stronę',
    daily: 'wybrano jedną wiadomość dziennie',
    weekly: 'wybrano jedną wiadomość tygodniowo',
    monthly: 'wybrano podsumowanie każdego miesiąca',
  },
  sv: {
    everything: 'du följer allt',
    whole: 'inlägget gäller hela sidan',
    incident: 'du följer den här händelsen',
    told: 'du har fått inlägget',
    affected: 'du följer {name}, som är berört',
    near: 'det du följer hänger ihop med {names}',
    page: 'du prenumererar på sidan',
    daily: 'du valde ett meddelande om dagen',
    weekly: 'du valde ett meddelande i veckan',
    monthly: 'du valde en sammanfattning av varje månad',
  },
  ja: {
    everything: 'すべてをフォローしています',
    whole: 'この投稿はページ全体に関するものです',
    incident: 'このインシデントをフォローしています',
    told: '元の投稿をお送りしています',
    affected: 'フォロー中の {name} が影響を受けています',
    near: 'フォロー中の項目が {names} に関連しています',
    page: 'このページに登録しています',
    daily: '1日1通のまとめをお選びいただいています',
    weekly: '週1通のまとめをお選びいただいています',
    monthly: '毎月のまとめをお選びいただいています',
  },
  zh: {
    everything: '您关注了全部内容',
    whole: '此消息涉及整个页面',
    incident: '您关注了此事件',
    told: '您收到过该消息',
    affected: '您关注的 {name} 受到影响',
    near: '您关注的内容与 {names} 有关',
    page: '您订阅了此页面',
    daily: '您选择了每天一条消息',
    weekly: '您选择了每周一条消息',
    monthly: '您选择了每月摘要',
  },
  ar: {
    everything: 'أنت تتابع كل شيء',
    whole: 'يخص هذا المنشور الصفحة كلها',
    incident: 'أنت تتابع هذه الحادثة',
    told: 'وصلك المنشور من قبل',
    affected: 'أنت تتابع {name}، وقد تأثر',
    near: 'ما تتابعه مرتبط بـ {names}',
    page: 'أنت مشترك في هذه الصفحة',
    daily: 'اخترت رسالة واحدة في اليوم',
    weekly: 'اخترت رسالة واحدة في الأسبوع',
    monthly: 'اخترت ملخصا لكل شهر',
  },
}
