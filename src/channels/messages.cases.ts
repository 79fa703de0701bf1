import type { Message } from './channel.ts'

/** A message as the delivery engine makes it; `changes` replace its fields. */
export const aMessage = (changes: Partial<Message> = {}): Message => ({
  id: 'dlv0a1b2c3d4',
  kind: 'update',
  language: 'en',
  page: { id: 'page0a1b2c3d', name: 'Acme Cloud', url: 'https://status.acme.example/' },
  heading: 'Investigating: Slower responses from API',
  body: 'Requests to the API are **slower** than usual.\n\nWe post again [within the hour](https://acme.example/why).',
  short: null,
  facts: ['What it affects: API (degraded performance)', 'Since 2 March 2026, 04:00 EST'],
  link: { label: 'Read it on the page', url: 'https://status.acme.example/incidents/inc0a1b2c3d4' },
  manage: { label: 'Choose what you hear about', url: 'https://status.acme.example/manage/tok0a1b2c3d4' },
  because: 'you follow API',
  thread: 'thr0a1b2c3d4',
  incident: {
    id: 'inc0a1b2c3d4',
    kind: 'incident',
    title: 'Slower responses from API',
    status: 'investigating',
    impact: 'minor',
    startedAt: new Date('2026-03-02T09:00:00Z'),
    resolvedAt: null,
    update: {
      id: 'upd0a1b2c3d4',
      number: 1,
      status: 'investigating',
      body: 'Requests to the API are **slower** than usual.',
      postedAt: new Date('2026-03-02T09:01:00Z'),
      nextUpdateAt: new Date('2026-03-02T09:31:00Z'),
    },
    components: [{ id: 'cmp0a1b2c3d4', name: 'API', status: 'degraded_performance' }],
    isOver: false,
  },
  answers: null,
  ...changes,
})

/** A message of each kind, to a subscriber and to the world. */
export const everyKind = (changes: Partial<Message> = {}): Message[] => [
  aMessage(changes),
  aMessage({ kind: 'correction', answers: '1735689600.000100', ...changes }),
  aMessage({ kind: 'withdrawal', body: 'It was posted on the wrong page.', ...changes }),
  aMessage({ kind: 'note', incident: null, because: null, facts: [], ...changes }),
  aMessage({ manage: null, because: null, short: 'API slow, we are on it', ...changes }),
]

/** Each between a first and a last word of its own: what is formatted without the first was formatted by these. */
export const hostile: readonly string[] = [
  '<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1> @everyone @here @all @channel @team',
  '<@123456789012345678> <@&123456789012345678> <@everyone> @**all** @_**all**_ @*dev team* <users/all> <at>Ann</at>',
  '[click](https://evil.example/a) ![pic](https://evil.example/b.png) <https://evil.example/c|click> <https://evil.example/d>',
  '[x](javascript:alert(1)) [y](data:text/html,x) <javascript:alert(1)|x> [z]: https://evil.example/e',
  '<script>alert(1)</script><b>bold</b><i>italic</i><a href="https://evil.example/f">click</a><img src=x onerror=alert(1)>',
  '*starred* _lined_ ~struck~ `coded` **boldly** __under__ ~~gone~~ ||spoiler|| ***both*** $$x^2$$ :tada:',
  '"}],"text":"injected","x":[{" ]]></x><x> \\" \\u0000 {{name}} ${name} %s &lt;b&gt; &amp;lt;b&amp;gt;',
  'one\r\nX-Injected: yes\r\n\r\nGET / HTTP/1.1\nBcc: eve@evil.example\u2028# headed\n> quoted\n- listed\n```\nfenced\n```\n| a | b |\n|---|---|\n    code',
  'half \ud800 other \udc00 nul \0 bell \x07 escape \x1b[31m back \b override \u202eoteb\u202c zero\u200bwidth',
]

export const family = '👨‍👩‍👧‍👦'
export const flag = '🇯🇵'
export const arabic = 'تأخر في الاستجابة من واجهة البرمجة'
