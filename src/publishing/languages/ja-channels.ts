import type { ChannelStrings } from './language.ts'

/** How readers subscribe by another channel than mail. */
export const jaChannels: ChannelStrings = {
  'by.heading': 'ほかの手段で受け取る',
  'by.how': 'どこにお知らせしますか',
  'by.send': '登録する',
  'by.more': 'その他',
  'by.sms': 'SMS',
  'by.voice': '音声通話',
  'by.webhook': 'Webhook',
  'by.number': '電話番号',
  'by.number_help': '国番号から入力してください（例：{example}）',
  'by.chat': 'Webhook のアドレス',
  'by.chat_help': '{channel} の「{where}」に表示されます。{start} で始まります',
  'by.endpoint': 'プログラムのアドレス',
  'by.endpoint_help': 'お知らせのたびに POST を送ります（例：{example}）',
  'by.format': '形式',
  'by.format_help': '通常の形式、または Statuspage 用のプログラム向けの「statuspage」です。',
  'by.name': 'チャンネル名',
  'by.wrong': '入力内容が正しくありません。求められている形式と比べてください。',
  'by.look': '{channel} を確認してください',
  'by.look_lede':
    '指定された宛先にメッセージを送りました。お知らせを受け取るには、その中のリンクから確認してください。',
  'by.limit': '同じ宛先への送信は 1 時間に 1 回までです。',
  'by.code': 'コードを入力してください',
  'by.code_lede': '6 桁のコードを送りました。10 分間有効です。',
  'by.code_label': 'コード',
  'by.code_send': '確認する',
  'by.code_wrong': 'コードが正しくないか、期限が切れています。',
  'by.answer': 'プログラムに確認しています',
  'by.answer_lede':
    '指定された宛先に署名付きのテストメッセージを 1 通送ります。200 から 299 のステータスで応答があれば、お知らせを送ります。',
  'by.secret': 'お知らせの署名はこのシークレットで確認できます。表示されるのは今回だけです。',
  'by.secret_before': 'すでにお知らせが届いている場合は、以前のシークレットがそのまま使われます。',
  'by.question':
    '{page} の稼働状況のお知らせがここに申し込まれました。リンクから確認してください。心当たりがない場合は何もしないでください。以後は送信しません。',
  'by.already': '{page} の稼働状況のお知らせはすでにここに届いています。確認することはありません。',
  'by.code_text':
    '{code} は {page} の稼働状況のお知らせ用のコードです。10 分間有効です。心当たりがない場合は何もしないでください。',
  'by.slack': 'チャンネルは次のステップで Slack で選びます。',
  'by.slack_own': '代わりに自分の Webhook を使う',
  'by.slack_go': 'Slack で続けてください',
  'by.slack_go_lede':
    'Slack がチャンネルの一覧を表示し、どこに書き込んでよいかを尋ねます。そのワークスペースにログインしている必要があります。',
  'by.slack_add': 'Slack に追加',
  'by.slack_denied': '何も追加されませんでした。Slack で許可されませんでした。',
  'by.slack_old':
    '10 分以上かかったか、別のブラウザーで開始されました。何も追加されていません。もう一度初めからお願いします。',
  'by.slack_failed': 'Slack で完了しなかったため、何も追加されませんでした。後でもう一度お試しください。',
  'push.heading': 'このブラウザーへの通知',
  'push.help': 'このページを閉じていても、状況がわかります。いつでもここで停止できます。',
  'push.start': 'このブラウザーに通知する',
  'push.on': 'このブラウザーは通知を受け取ります。',
  'push.stop': '通知を停止',
  'push.denied': 'このブラウザーはこのページからの通知を許可していません。ブラウザーの設定で許可できます。',
  'push.failed': 'うまくいきませんでした。後でもう一度お試しください。',
}
