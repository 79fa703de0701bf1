import type { Provider } from './provider.ts'
import { uuid } from './uuid.ts'

const hosts = [
  'https://static.zdassets.com',
  'https://ekr.zdassets.com',
  'https://ekr.zendesk.com',
  'https://*.zendesk.com',
  'https://api.smooch.io',
]

/** https://developer.zendesk.com/documentation/zendesk-web-widget-sdks/sdks/web/csp, without calls by voice. */
export const zendesk: Provider = {
  name: 'Zendesk',
  kind: 'chat',
  id: { label: 'Key', form: uuid, example: '9d52a2b1-0000-4000-8000-5f1c2a3b4c5d' },
  keeps: true,
  allows: () => ({
    'script-src': hosts.slice(0, 1),
    'style-src': ["'unsafe-inline'"],
    'connect-src': [...hosts, 'https://media.smooch.io', 'wss://*.zendesk.com', 'wss://api.smooch.io'],
    'img-src': [
      'https://static.zdassets.com',
      'https://accounts.zendesk.com',
      'https://*.zendesk.com',
      'https://media.smooch.io',
      'https://*.zdusercontent.com',
      'blob:',
    ],
    'font-src': ['https://static.zdassets.com'],
    'media-src': ['https://static.zdassets.com'],
    'frame-src': ['https://static.zdassets.com', 'https://*.zendesk.com'],
  }),
}
