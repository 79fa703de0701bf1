import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const svChannels: ChannelStrings = {
  'by.heading': 'Eller på en annan kanal',
  'by.how': 'Vart ska vi skriva?',
  'by.send': 'Prenumerera',
  'by.more': 'Mer',
  'by.sms': 'Sms',
  'by.voice': 'Röstsamtal',
  'by.webhook': 'Webhook',
  'by.look': 'Titta i {channel}',
  'by.look_lede': 'Vi har skickat ett meddelande dit. Följ länken i det för att bekräfta att du vill ha uppdateringar.',
  'by.limit': 'Vi skriver till samma ställe högst en gång i timmen.',
  'by.code': 'Ange din kod',
  'by.code_lede': 'Vi har skickat dig en kod med sex siffror. Den gäller i tio minuter.',
  'by.code_label': 'Kod',
  'by.code_send': 'Bekräfta',
  'by.code_wrong': 'Koden stämmer inte eller är för gammal.',
  'by.answer': 'Vi frågar ditt program',
  'by.answer_lede':
    'Vi skickar ett signerat testmeddelande dit. Om det besvaras med en status från 200 till 299 följer uppdateringarna.',
  'by.secret': 'Kontrollera våra meddelandens signaturer med den här hemligheten. Den visas bara den här gången:',
  'by.question':
    'Någon har bett om uppdateringar om status för {page} här. Följ länken för att bekräfta; var det inte du, gör ingenting, så hör du inte mer från oss.',
  'by.already': 'Uppdateringar om status för {page} kommer redan hit. Det finns inget att bekräfta.',
  'by.code_text':
    '{code} är din kod för uppdateringar om status för {page}. Den gäller i tio minuter. Bad du inte om den, gör ingenting.',
  'push.heading': 'Aviseringar i den här webbläsaren',
  'push.help': 'Du ser vad som händer även när sidan är stängd. Du kan sluta här när som helst.',
  'push.start': 'Avisera mig i den här webbläsaren',
  'push.on': 'Den här webbläsaren får aviseringar.',
  'push.stop': 'Inga fler aviseringar',
  'push.denied': 'Den här webbläsaren tillåter inte aviseringar från sidan. Du kan tillåta dem i dess inställningar.',
  'push.failed': 'Det gick inte. Försök igen senare.',
}
