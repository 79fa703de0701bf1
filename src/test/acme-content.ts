import { type Content, plainContent } from '../content/schema.ts'

/** Everything that a page may hold besides its news; the chat and the counting are given where a test is about them. */
export const acmeContent = (changes: Partial<Content> = {}): Content => ({
  ...plainContent,
  header: 'Servers in **Virginia** and Frankfurt.',
  footerLinks: [{ name: 'Privacy', url: 'https://acme.example/privacy' }],
  announcement: { text: 'We move to a new data centre in [December](https://acme.example/move).' },
  faq: [
    { question: 'Is my data safe?', answer: 'Yes: it is kept in **three** places.' },
    { question: 'Wo liegen die Server?', answer: 'In Virginia und in Frankfurt.' },
    { question: '障害の連絡先は？', answer: 'support@acme.example' },
  ],
  contacts: [
    { kind: 'mail', value: 'support@acme.example' },
    { kind: 'phone', label: 'In a hurry', value: '+1 212 555 0100' },
    { kind: 'link', label: 'Open a ticket', value: 'https://acme.example/tickets' },
    { kind: 'address', label: 'By post', value: 'Acme Cloud\n1 Main Street\nNew York' },
  ],
  social: [
    { kind: 'mastodon', url: 'https://mastodon.social/@acme' },
    { kind: 'github', url: 'https://github.com/acme' },
  ],
  texts: [{ key: 'promise', heading: 'What we promise', text: 'An answer within *an hour*.' }],
  ...changes,
})
