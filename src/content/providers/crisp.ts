import type { Provider } from './provider.ts'
import { uuid } from './uuid.ts'

const client = 'https://client.crisp.chat'

/** https://docs.crisp.chat/guides/others/whitelisting-our-systems/crisp-domain-names/, without calls and games. */
export const crisp: Provider = {
  name: 'Crisp',
  kind: 'chat',
  id: { label: 'Website ID', form: uuid, example: '8a5b7c6d-0000-4000-8000-1a2b3c4d5e6f' },
  keeps: true,
  allows: () => ({
    'script-src': [client],
    'style-src': ["'unsafe-inline'", client],
    'connect-src': [client, 'https://storage.crisp.chat', 'wss://client.relay.crisp.chat'],
    'img-src': [client, 'https://image.crisp.chat', 'https://storage.crisp.chat'],
    'font-src': [client],
    'media-src': [client],
    'frame-src': [client],
    'worker-src': ['blob:', client],
  }),
}
