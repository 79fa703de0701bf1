import type { Provider } from './provider.ts'

/** https://help.tawk.to/article/content-security-policy */
export const tawk: Provider = {
  name: 'tawk.to',
  kind: 'chat',
  id: {
    label: 'Property ID and widget ID',
    form: /^[0-9a-f]{24}\/(?:default|[0-9a-z]{5,20})$/,
    example: '5f0c1e2d3b4a596877665544/default',
  },
  keeps: true,
  allows: () => ({
    'script-src': ['https://embed.tawk.to'],
    'style-src': ["'unsafe-inline'", 'https://embed.tawk.to', 'https://fonts.googleapis.com'],
    'connect-src': ['https://*.tawk.to', 'wss://*.tawk.to'],
    'img-src': ['https://*.tawk.to', 'https://tawk.link', 'blob:'],
    'font-src': ['https://embed.tawk.to', 'https://fonts.gstatic.com'],
    'media-src': ['https://embed.tawk.to'],
    'frame-src': ['https://*.tawk.to'],
    'form-action': ['https://*.tawk.to'],
  }),
}
