import type { Provider } from './provider.ts'
import { uuid } from './uuid.ts'

/** https://docs.helpscout.com/article/815-csp-settings-for-beacon, without videos of others. */
export const helpScout: Provider = {
  name: 'Help Scout Beacon',
  kind: 'chat',
  id: { label: 'Beacon ID', form: uuid, example: 'e6022068-0000-4000-8000-74ba6ee09ff4' },
  keeps: true,
  allows: () => ({
    'script-src': ['https://beacon-v2.helpscout.net'],
    'style-src': ["'unsafe-inline'", 'https://beacon-v2.helpscout.net', 'https://fonts.googleapis.com'],
    'connect-src': [
      'https://beaconapi.helpscout.net',
      'https://chatapi.helpscout.net',
      'https://d3hb14vkzrxvla.cloudfront.net',
      'https://sockjs-helpscout.pusher.com',
      'wss://*.pusher.com',
    ],
    'img-src': [
      'https://*.gravatar.com',
      'https://d33v4339jhl8k0.cloudfront.net',
      'https://beacon-v2.helpscout.net',
      'blob:',
    ],
    'font-src': ['data:', 'https://fonts.gstatic.com'],
    'media-src': ['https://beacon-v2.helpscout.net'],
    'frame-src': ['https://beacon-v2.helpscout.net'],
  }),
}
