import type { Provider } from './provider.ts'

/** https://matomo.org/faq/general/faq_20904/; run without cookies: https://matomo.org/faq/general/faq_157/ */
export const matomo: Provider = {
  name: 'Matomo',
  kind: 'analytics',
  id: { label: 'Site ID', form: /^[1-9]\d{0,9}$/, example: '7' },
  host: null,
  keeps: false,
  allows: (host) => ({ 'script-src': [host], 'img-src': [host], 'connect-src': [host] }),
}
