import type { Provider } from './provider.ts'

/** https://usefathom.com/docs/script/embed */
export const fathom: Provider = {
  name: 'Fathom',
  kind: 'analytics',
  id: { label: 'Site ID', form: /^[A-Z]{8}$/, example: 'ABCDEFGH' },
  keeps: false,
  allows: () => ({
    'script-src': ['https://cdn.usefathom.com'],
    'img-src': ['https://cdn.usefathom.com'],
    'connect-src': ['https://cdn.usefathom.com'],
  }),
}
