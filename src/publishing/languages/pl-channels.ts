import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const plChannels: ChannelStrings = {
  'by.heading': 'Albo innym kanałem',
  'by.how': 'Dokąd mamy pisać?',
  'by.send': 'Zapisz się',
  'by.more': 'Więcej',
  'by.sms': 'SMS',
  'by.voice': 'Połączenie głosowe',
  'by.webhook': 'Webhook',
  'by.number': 'Numer telefonu',
  'by.number_help': 'Z kodem kraju: {example}',
  'by.chat': 'Adres webhooka',
  'by.chat_help': '{channel} pokazuje go w „{where}”. Zaczyna się od {start}',
  'by.endpoint': 'Adres Twojego programu',
  'by.endpoint_help': 'Otrzymuje POST dla każdej wiadomości, na przykład pod {example}',
  'by.format': 'Format',
  'by.format_help': 'Zwykły albo „statuspage” dla programów napisanych dla Statuspage.',
  'by.name': 'Nazwa kanału',
  'by.wrong': 'To nie pasuje. Porównaj to z tym, o co prosimy.',
  'by.look': 'Zajrzyj do {channel}',
  'by.look_lede':
    'Wysłaliśmy tam wiadomość. Otwórz zawarty w niej odnośnik, aby potwierdzić, że chcesz otrzymywać powiadomienia.',
  'by.limit': 'W to samo miejsce piszemy najwyżej raz na godzinę.',
  'by.code': 'Wpisz swój kod',
  'by.code_lede': 'Wysłaliśmy kod z sześciu cyfr. Działa przez dziesięć minut.',
  'by.code_label': 'Kod',
  'by.code_send': 'Potwierdź',
  'by.code_wrong': 'Ten kod jest niepoprawny albo zbyt stary.',
  'by.answer': 'Pytamy Twój program',
  'by.answer_lede':
    'Wysyłamy tam jedną podpisaną wiadomość próbną. Jeśli odpowie statusem od 200 do 299, powiadomienia będą przychodzić.',
  'by.secret': 'Tym sekretem sprawdzisz podpisy naszych wiadomości. Pokazujemy go tylko ten jeden raz:',
  'by.secret_before': 'Jeśli nasze wiadomości już tam trafiają, obowiązuje poprzedni sekret.',
  'by.question':
    'Ktoś poprosił tutaj o powiadomienia o stanie {page}. Otwórz odnośnik, aby potwierdzić; jeśli to nie Ty, nic nie rób, a więcej nie napiszemy.',
  'by.already': 'Powiadomienia o stanie {page} już tu przychodzą. Nie ma czego potwierdzać.',
  'by.code_text':
    '{code} to Twój kod do powiadomień o stanie {page}. Działa przez dziesięć minut. Jeśli o niego nie prosisz, nic nie rób.',
  'by.slack': 'Kanał wybierzesz w Slacku, w następnym kroku.',
  'by.slack_own': 'Albo przez własny webhook',
  'by.slack_go': 'Kontynuuj w Slacku',
  'by.slack_go_lede':
    'Slack pokaże swoje kanały i zapyta, w którym możemy pisać. Musisz być zalogowany w tym obszarze roboczym.',
  'by.slack_add': 'Dodaj do Slacka',
  'by.slack_denied': 'Nic nie dodano: w Slacku nie wyrażono zgody.',
  'by.slack_old':
    'Trwało to dłużej niż dziesięć minut albo zaczęto w innej przeglądarce. Nic nie dodano. Zacznij od nowa.',
  'by.slack_failed': 'Slack tego nie dokończył, więc nic nie dodano. Spróbuj później.',
  'push.heading': 'Powiadomienia w tej przeglądarce',
  'push.help': 'Widać, co się dzieje, także gdy ta strona jest zamknięta. Tutaj można je w każdej chwili zakończyć.',
  'push.start': 'Powiadamiaj mnie w tej przeglądarce',
  'push.on': 'Ta przeglądarka dostaje powiadomienia.',
  'push.stop': 'Bez powiadomień',
  'push.denied': 'Ta przeglądarka nie zezwala na powiadomienia z tej strony. Można na nie zezwolić w jej ustawieniach.',
  'push.failed': 'Nie udało się. Spróbuj ponownie później.',
}
