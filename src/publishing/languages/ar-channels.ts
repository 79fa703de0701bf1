import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const arChannels: ChannelStrings = {
  'by.heading': 'أو عبر قناة أخرى',
  'by.how': 'إلى أين نكتب؟',
  'by.send': 'اشترك',
  'by.more': 'المزيد',
  'by.sms': 'رسالة نصية',
  'by.voice': 'مكالمة صوتية',
  'by.webhook': 'Webhook',
  'by.look': 'انظر في {channel}',
  'by.look_lede': 'أرسلنا رسالة إلى المكان الذي ذكرته. اتبع الرابط الذي فيها لتؤكد أنك تريد التحديثات.',
  'by.limit': 'نكتب إلى المكان نفسه مرة واحدة في الساعة على الأكثر.',
  'by.code': 'أدخل الرمز',
  'by.code_lede': 'أرسلنا إليك رمزًا من ستة أرقام. يعمل لمدة عشر دقائق.',
  'by.code_label': 'الرمز',
  'by.code_send': 'تأكيد',
  'by.code_wrong': 'هذا الرمز غير صحيح أو قديم جدًا.',
  'by.answer': 'نسأل برنامجك',
  'by.answer_lede':
    'نرسل رسالة اختبار واحدة موقّعة إلى المكان الذي ذكرته. إذا أجاب بحالة من 200 إلى 299، تصل التحديثات.',
  'by.question':
    'طلب أحدهم هنا تحديثات عن حالة {page}. اتبع الرابط للتأكيد؛ وإن لم تكن أنت، فلا تفعل شيئًا ولن تسمع منا بعد ذلك.',
  'by.already': 'تصل التحديثات عن حالة {page} إلى هنا بالفعل. لا شيء لتأكيده.',
  'by.code_text': '{code} هو رمزك لتحديثات حالة {page}. يعمل لمدة عشر دقائق. إن لم تطلبه، فلا تفعل شيئًا.',
}
