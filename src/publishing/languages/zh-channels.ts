import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const zhChannels: ChannelStrings = {
  'by.heading': '或者通过其他渠道',
  'by.how': '我们应该发送到哪里？',
  'by.send': '订阅',
  'by.more': '更多',
  'by.sms': '短信',
  'by.voice': '语音电话',
  'by.webhook': 'Webhook',
  'by.look': '请查看 {channel}',
  'by.look_lede': '我们已向您填写的地址发送了一条消息。请点击其中的链接，确认您想接收更新。',
  'by.limit': '对同一地址，我们每小时最多发送一次。',
  'by.code': '请输入验证码',
  'by.code_lede': '我们已向您发送六位验证码，十分钟内有效。',
  'by.code_label': '验证码',
  'by.code_send': '确认',
  'by.code_wrong': '验证码不正确或已过期。',
  'by.answer': '我们正在询问您的程序',
  'by.answer_lede':
    '我们会向您填写的地址发送一条带签名的测试消息。如果它返回 200 到 299 的状态码，更新就会发送到那里。',
  'by.secret': '请用此密钥验证我们消息的签名。它只显示这一次：',
  'by.question': '有人在此申请接收 {page} 的状态更新。请点击链接确认；如果不是您本人，请不要操作，我们不会再发送。',
  'by.already': '{page} 的状态更新已经会发送到这里，无需确认。',
  'by.code_text': '{code} 是您接收 {page} 状态更新的验证码，十分钟内有效。如果不是您申请的，请不要操作。',
  'push.heading': '此浏览器中的通知',
  'push.help': '即使关闭此页面，您也能看到最新情况。您可以随时在此停止。',
  'push.start': '在此浏览器中通知我',
  'push.on': '此浏览器会收到通知。',
  'push.stop': '不再通知',
  'push.denied': '此浏览器不允许此页面发送通知。您可以在浏览器设置中允许。',
  'push.failed': '未能成功，请稍后再试。',
}
