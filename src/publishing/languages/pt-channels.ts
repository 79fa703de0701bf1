import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const ptChannels: ChannelStrings = {
  'by.heading': 'Ou por outro canal',
  'by.how': 'Para onde devemos escrever?',
  'by.send': 'Subscrever',
  'by.more': 'Mais',
  'by.sms': 'SMS',
  'by.voice': 'Chamada de voz',
  'by.webhook': 'Webhook',
  'by.number': 'Número de telefone',
  'by.number_help': 'Com o código do país: {example}',
  'by.chat': 'Endereço do webhook',
  'by.chat_help': '{channel} mostra-o em “{where}”. Começa por {start}',
  'by.endpoint': 'Endereço do seu programa',
  'by.endpoint_help': 'Recebe um POST por cada mensagem, por exemplo em {example}',
  'by.format': 'Formato',
  'by.format_help': 'O habitual, ou “statuspage” para programas escritos para o Statuspage.',
  'by.name': 'Nome do canal',
  'by.wrong': 'Isto não está certo. Compare com o que é pedido.',
  'by.look': 'Veja em {channel}',
  'by.look_lede':
    'Enviámos uma mensagem para esse destino. Siga a ligação que ela contém para confirmar que quer receber avisos.',
  'by.limit': 'Escrevemos para o mesmo destino no máximo uma vez por hora.',
  'by.code': 'Introduza o seu código',
  'by.code_lede': 'Enviámos-lhe um código de seis algarismos. É válido por dez minutos.',
  'by.code_label': 'Código',
  'by.code_send': 'Confirmar',
  'by.code_wrong': 'Este código não está certo ou é demasiado antigo.',
  'by.answer': 'Estamos a perguntar ao seu programa',
  'by.answer_lede':
    'Enviamos uma mensagem de teste assinada para esse destino. Se responder com um estado de 200 a 299, os avisos seguem.',
  'by.secret': 'Verifique as assinaturas das nossas mensagens com este segredo. É mostrado apenas desta vez:',
  'by.secret_before': 'Se as nossas mensagens já chegam aí, o segredo anterior mantém-se.',
  'by.question':
    'Alguém pediu aqui avisos sobre o estado de {page}. Siga a ligação para confirmar; se não foi você, não faça nada e não escreveremos mais.',
  'by.already': 'Os avisos sobre o estado de {page} já chegam aqui. Não há nada a confirmar.',
  'by.code_text':
    '{code} é o seu código para os avisos sobre o estado de {page}. É válido por dez minutos. Se não o pediu, não faça nada.',
  'push.heading': 'Notificações neste navegador',
  'push.help': 'Você vê o que acontece mesmo com esta página fechada. Pode parar aqui a qualquer momento.',
  'push.start': 'Avisar-me neste navegador',
  'push.on': 'Este navegador recebe notificações.',
  'push.stop': 'Sem mais notificações',
  'push.denied': 'Este navegador não permite notificações desta página. Você pode permiti-las nas configurações dele.',
  'push.failed': 'Não funcionou. Tente mais tarde.',
}
