/** What a message says of its own, around what people wrote. Everything else is said as on the page. */
export type MessageWords = {
  correction: string
  withdrawn: string
  /** Before the corrected text. */
  corrected: string
  takenBack: string
  affects: string
  more: string
  span: string
  read: string
  choose: string
  /** Several posts in one message. */
  several: string
  rest: string
}

/** English where we have no other. */
export const messageWordsOf = (language: string): MessageWords => byLanguage[language.split('-')[0] ?? ''] ?? en

/** With `{name}` for each value. */
export const filled = (template: string, values: Record<string, string | number>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

const en: MessageWords = {
  correction: 'Correction: {title}',
  withdrawn: 'Withdrawn: {title}',
  corrected: 'Our post of {time} was wrong. This is the corrected text:',
  takenBack: 'We have taken back our post of {time}.',
  affects: 'What it affects: {names}',
  more: '{names} and {count} more',
  span: 'From {from} to {until}',
  read: 'Read it on the page',
  choose: 'Choose what you hear about',
  several: '{count} posts',
  rest: '{count} more, read them on the page',
}

const byLanguage: Record<string, MessageWords> = {
  en,
  de: {
    correction: 'Korrektur: {title}',
    withdrawn: 'Zurückgezogen: {title}',
    corrected: 'Unsere Meldung von {time} war falsch. Dies ist der berichtigte Text:',
    takenBack: 'Wir haben unsere Meldung von {time} zurückgezogen.',
    affects: 'Betroffen: {names}',
    more: '{names} und {count} weitere',
    span: 'Von {from} bis {until}',
    read: 'Auf der Seite lesen',
    choose: 'Auswählen, was Sie erfahren',
    several: '{count} Meldungen',
    rest: '{count} weitere auf der Seite',
  },
  fr: {
    correction: 'Correction : {title}',
    withdrawn: 'Retiré : {title}',
    corrected: 'Notre message de {time} était erroné. Voici le texte corrigé :',
    takenBack: 'Nous avons retiré notre message de {time}.',
    affects: 'Ce qui est touché : {names}',
    more: '{names} et {count} autres',
    span: 'De {from} à {until}',
    read: 'Lire sur la page',
    choose: 'Choisir ce que vous recevez',
    several: '{count} messages',
    rest: '{count} autres, à lire sur la page',
  },
  es: {
    correction: 'Corrección: {title}',
    withdrawn: 'Retirado: {title}',
    corrected: 'Nuestro mensaje de {time} era erróneo. Este es el texto corregido:',
    takenBack: 'Hemos retirado nuestro mensaje de {time}.',
    affects: 'Afecta a: {names}',
    more: '{names} y {count} más',
    span: 'Desde {from} hasta {until}',
    read: 'Leer en la página',
    choose: 'Elegir qué recibe',
    several: '{count} mensajes',
    rest: '{count} más, en la página',
  },
  it: {
    correction: 'Correzione: {title}',
    withdrawn: 'Ritirato: {title}',
    corrected: 'Il nostro messaggio delle {time} era errato. Questo è il testo corretto:',
    takenBack: 'Abbiamo ritirato il nostro messaggio delle {time}.',
    affects: 'Che cosa riguarda: {names}',
    more: '{names} e altri {count}',
    span: 'Da {from} a {until}',
    read: 'Leggi sulla pagina',
    choose: 'Scegli che cosa ricevere',
    several: '{count} messaggi',
    rest: 'altri {count}, sulla pagina',
  },
  nl: {
    correction: 'Correctie: {title}',
    withdrawn: 'Ingetrokken: {title}',
    corrected: 'Ons bericht van {time} was onjuist. Dit is de verbeterde tekst:',
    takenBack: 'We hebben ons bericht van {time} ingetrokken.',
    affects: 'Wat het raakt: {names}',
    more: '{names} en nog {count}',
    span: 'Van {from} tot {until}',
    read: 'Lees het op de pagina',
    choose: 'Kies wat u ontvangt',
    several: '{count} berichten',
    rest: 'nog {count}, op de pagina',
  },
  pt: {
    correction: 'Correção: {title}',
    withdrawn: 'Retirado: {title}',
    corrected: 'Nossa mensagem de {time} estava errada. Este é o texto corrigido:',
    takenBack: 'Retiramos nossa mensagem de {time}.',
    affects: 'O que afeta: {names}',
    more: '{names} e mais {count}',
    span: 'De {from} a {until}',
    read: 'Ler na página',
    choose: 'Escolher o que você recebe',
    several: '{count} mensagens',
    rest: 'mais {count}, na página',
  },
  pl: {
    correction: 'Sprostowanie: {title}',
    withdrawn: 'Wycofane: {title}',
    corrected: 'Nasz wpis z {time} był błędny. Oto poprawiony tekst:',
    takenBack: 'Wycofaliśmy nasz wpis z {time}.',
    affects: 'Czego dotyczy: {names}',
    more: '{names} i {count} innych',
    span: 'Od {from} do {until}',
    read: 'Czytaj na stronie',
    choose: 'Wybierz, co otrzymujesz',
    several: 'Liczba wpisów: {count}',
    rest: 'jeszcze {count} na stronie',
  },
  sv: {
    correction: 'Rättelse: {title}',
    withdrawn: 'Återtaget: {title}',
    corrected: 'Vårt inlägg från {time} var fel. Detta är den rättade texten:',
    takenBack: 'Vi har tagit tillbaka vårt inlägg från {time}.',
    affects: 'Vad det berör: {names}',
    more: '{names} och {count} till',
    span: 'Från {from} till {until}',
    read: 'Läs på sidan',
    choose: 'Välj vad du vill veta',
    several: '{count} inlägg',
    rest: '{count} till, på sidan',
  },
  ja: {
    correction: '訂正：{title}',
    withdrawn: '取り下げ：{title}',
    corrected: '{time} の投稿に誤りがありました。訂正後の内容は次のとおりです。',
    takenBack: '{time} の投稿を取り下げました。',
    affects: '影響：{names}',
    more: '{names}、ほか{count}件',
    span: '{from} から {until} まで',
    read: 'ページで読む',
    choose: '受け取る内容を選ぶ',
    several: '投稿{count}件',
    rest: 'ほか{count}件はページにあります',
  },
  zh: {
    correction: '更正：{title}',
    withdrawn: '已撤回：{title}',
    corrected: '我们 {time} 的消息有误。更正后的内容如下：',
    takenBack: '我们已撤回 {time} 的消息。',
    affects: '影响范围：{names}',
    more: '{names} 以及另外 {count} 项',
    span: '{from} 至 {until}',
    read: '在页面上阅读',
    choose: '选择接收的内容',
    several: '{count} 条消息',
    rest: '另有 {count} 条，请见页面',
  },
  ar: {
    correction: 'تصحيح: {title}',
    withdrawn: 'سُحب: {title}',
    corrected: 'كان منشورنا بتاريخ {time} خاطئًا. هذا هو النص المصحَّح:',
    takenBack: 'سحبنا منشورنا بتاريخ {time}.',
    affects: 'ما يتأثر: {names}',
    more: '{names} و{count} غيرها',
    span: 'من {from} إلى {until}',
    read: 'اقرأه على الصفحة',
    choose: 'اختر ما تريد معرفته',
    several: 'عدد المنشورات: {count}',
    rest: '{count} غيرها على الصفحة',
  },
}
