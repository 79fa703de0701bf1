import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const nlChannels: ChannelStrings = {
  'by.heading': 'Of via een ander kanaal',
  'by.how': 'Waar zullen we schrijven?',
  'by.send': 'Aanmelden',
  'by.more': 'Meer',
  'by.sms': 'Sms',
  'by.voice': 'Telefoongesprek',
  'by.webhook': 'Webhook',
  'by.look': 'Kijk in {channel}',
  'by.look_lede': 'We hebben daar een bericht heen gestuurd. Volg de link erin om te bevestigen dat u updates wilt.',
  'by.limit': 'We schrijven hooguit één keer per uur naar dezelfde plek.',
  'by.code': 'Voer uw code in',
  'by.code_lede': 'We hebben u een code van zes cijfers gestuurd. Die werkt tien minuten.',
  'by.code_label': 'Code',
  'by.code_send': 'Bevestigen',
  'by.code_wrong': 'Die code klopt niet of is te oud.',
  'by.answer': 'We vragen het uw programma',
  'by.answer_lede':
    'We sturen daar één ondertekend testbericht heen. Komt er een antwoord met status 200 tot 299, dan volgen de updates.',
  'by.secret': 'Controleer de handtekeningen van onze berichten met dit geheim. Het wordt alleen nu getoond:',
  'by.question':
    'Iemand heeft hier om updates over de status van {page} gevraagd. Volg de link om te bevestigen; was u het niet, doe dan niets en u hoort niet meer van ons.',
  'by.already': 'Updates over de status van {page} komen hier al aan. Er is niets te bevestigen.',
  'by.code_text':
    '{code} is uw code voor updates over de status van {page}. Die werkt tien minuten. Hebt u er niet om gevraagd, doe dan niets.',
  'push.heading': 'Meldingen in deze browser',
  'push.help': 'U ziet wat er gebeurt, ook als deze pagina gesloten is. U kunt hier op elk moment stoppen.',
  'push.start': 'Meld het mij in deze browser',
  'push.on': 'Deze browser krijgt meldingen.',
  'push.stop': 'Geen meldingen meer',
  'push.denied': 'Deze browser staat geen meldingen van deze pagina toe. U kunt ze in de instellingen toestaan.',
  'push.failed': 'Dat is niet gelukt. Probeer het later nog eens.',
}
