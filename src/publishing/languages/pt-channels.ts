import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const ptChannels: ChannelStrings = {
  'by.heading': 'Ou por outro canal',
  'by.how': 'Para onde devemos escrever?',
  'by.send': 'Inscrever-se',
  'by.more': 'Mais',
  'by.sms': 'SMS',
  'by.voice': 'Chamada de voz',
  'by.webhook': 'Webhook',
  'by.number': 'Número de telefone',
  'by.number_help': 'Com o código do país: {example}',
  'by.chat': 'Endereço do webhook',
  'by.chat_help': '{channel} o mostra em “{where}”. Começa com {start}',
  'by.endpoint': 'Endereço do seu programa',
  'by.endpoint_help': 'Recebe um POST para cada mensagem, por exemplo em {example}',
  'by.format': 'Formato',
  'by.format_help': 'O usual, ou “statuspage” para programas escritos para o Statuspage.',
  'by.name': 'Nome do canal',
  'by.wrong': 'Isto não está certo. Compare com o que se pede.',
  'by.look': 'Veja em {channel}',
  'by.look_lede':
    'Enviamos uma mensagem para esse destino. Siga o link que está nela para confirmar que quer receber avisos.',
  'by.limit': 'Escrevemos para o mesmo destino no máximo uma vez por hora.',
  'by.code': 'Digite o seu código',
  'by.code_lede': 'Enviamos a você um código de seis dígitos. Vale dez minutos.',
  'by.code_label': 'Código',
  'by.code_send': 'Confirmar',
  'by.code_wrong': 'Este código não está certo ou é antigo demais.',
  'by.answer': 'Estamos perguntando ao seu programa',
  'by.answer_lede':
    'Enviamos uma mensagem de teste assinada para esse destino. Se ele responder com um status de 200 a 299, os avisos começam.',
  'by.secret': 'Confira as assinaturas das nossas mensagens com este segredo. Ele só é mostrado desta vez:',
  'by.secret_before': 'Se as nossas mensagens já chegam aí, vale o segredo de antes.',
  'by.question':
    'Alguém pediu aqui avisos sobre o status de {page}. Siga o link para confirmar; se não foi você, não faça nada e não escreveremos mais.',
  'by.already': 'Os avisos sobre o status de {page} já chegam aqui. Não há nada para confirmar.',
  'by.code_text':
    '{code} é o seu código para os avisos sobre o status de {page}. Vale dez minutos. Se você não o pediu, não faça nada.',
  'by.slack': 'Você escolhe o canal no Slack, no próximo passo.',
  'by.slack_own': 'Ou por um webhook seu',
  'by.slack_go': 'Continue no Slack',
  'by.slack_go_lede':
    'O Slack mostra os seus canais e pergunta em qual podemos escrever. Você precisa estar conectado a esse workspace.',
  'by.slack_add': 'Adicionar ao Slack',
  'by.slack_denied': 'Nada foi adicionado: não foi permitido no Slack.',
  'by.slack_old':
    'Demorou mais de dez minutos, ou foi iniciado em outro navegador. Nada foi adicionado. Comece de novo.',
  'by.slack_failed': 'O Slack não concluiu a operação, por isso nada foi adicionado. Tente mais tarde.',
  'push.heading': 'Notificações neste navegador',
  'push.help': 'Você vê o que acontece mesmo com esta página fechada. Pode parar aqui a qualquer momento.',
  'push.start': 'Avise-me neste navegador',
  'push.on': 'Este navegador recebe notificações.',
  'push.stop': 'Sem mais notificações',
  'push.denied': 'Este navegador não permite notificações desta página. Você pode permiti-las nas configurações dele.',
  'push.failed': 'Não funcionou. Tente mais tarde.',
}
