import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const esChannels: ChannelStrings = {
  'by.heading': 'O por otro canal',
  'by.how': '¿Dónde debemos escribir?',
  'by.send': 'Suscribirse',
  'by.more': 'Más',
  'by.sms': 'SMS',
  'by.voice': 'Llamada de voz',
  'by.webhook': 'Webhook',
  'by.number': 'Número de teléfono',
  'by.number_help': 'Con el prefijo del país: {example}',
  'by.chat': 'Dirección del webhook',
  'by.chat_help': '{channel} la muestra en «{where}». Empieza por {start}',
  'by.endpoint': 'Dirección de su programa',
  'by.endpoint_help': 'Recibe un POST por cada mensaje, por ejemplo en {example}',
  'by.format': 'Formato',
  'by.format_help': 'El habitual, o «statuspage» para programas escritos para Statuspage.',
  'by.name': 'Nombre del canal',
  'by.wrong': 'Esto no encaja. Compárelo con lo que se pide.',
  'by.look': 'Mire en {channel}',
  'by.look_lede':
    'Hemos enviado un mensaje a ese lugar. Siga el enlace que contiene para confirmar que quiere recibir avisos.',
  'by.limit': 'Escribimos al mismo lugar una vez por hora como máximo.',
  'by.code': 'Introduzca su código',
  'by.code_lede': 'Le hemos enviado un código de seis cifras. Vale diez minutos.',
  'by.code_label': 'Código',
  'by.code_send': 'Confirmar',
  'by.code_wrong': 'Ese código no es correcto o es demasiado antiguo.',
  'by.answer': 'Estamos preguntando a su programa',
  'by.answer_lede':
    'Enviamos un mensaje de prueba firmado a ese lugar. Si responde con un estado de 200 a 299, llegarán los avisos.',
  'by.secret': 'Compruebe las firmas de nuestros mensajes con este secreto. Solo se muestra esta vez:',
  'by.secret_before': 'Si nuestros mensajes ya llegan allí, sigue valiendo el secreto anterior.',
  'by.question':
    'Alguien ha pedido aquí avisos sobre el estado de {page}. Siga el enlace para confirmar; si no fue usted, no haga nada y no escribiremos más.',
  'by.already': 'Los avisos sobre el estado de {page} ya llegan aquí. No hay nada que confirmar.',
  'by.code_text':
    '{code} es su código para los avisos sobre el estado de {page}. Vale diez minutos. Si no lo ha pedido, no haga nada.',
  'by.slack': 'Elegirá el canal en Slack, en el paso siguiente.',
  'by.slack_own': 'O con un webhook propio',
  'by.slack_go': 'Continúe en Slack',
  'by.slack_go_lede':
    'Slack le muestra sus canales y pregunta en cuál podemos escribir. Debe haber iniciado sesión en ese espacio de trabajo.',
  'by.slack_add': 'Añadir a Slack',
  'by.slack_denied': 'No se ha añadido nada: no se permitió en Slack.',
  'by.slack_old':
    'Ha tardado más de diez minutos o se empezó en otro navegador. No se ha añadido nada. Empiece de nuevo.',
  'by.slack_failed': 'Slack no lo ha completado, así que no se ha añadido nada. Inténtelo más tarde.',
  'push.heading': 'Notificaciones en este navegador',
  'push.help': 'Verá lo que ocurre aunque esta página esté cerrada. Puede detenerlas aquí en cualquier momento.',
  'push.start': 'Avisarme en este navegador',
  'push.on': 'Este navegador recibe notificaciones.',
  'push.stop': 'No más notificaciones',
  'push.denied': 'Este navegador no permite notificaciones de esta página. Puede permitirlas en sus ajustes.',
  'push.failed': 'No ha funcionado. Inténtelo más tarde.',
}
