import type { Provider } from './provider.ts'

/** https://developers.google.com/tag-platform/security/guides/csp#google_analytics_4_google_analytics, without Google signals. */
export const ga4: Provider = {
  name: 'Google Analytics 4',
  kind: 'analytics',
  id: { label: 'Measurement ID', form: /^G-[A-Z0-9]{6,12}$/, example: 'G-A1B2C3D4E5' },
  keeps: true,
  allows: () => ({
    'script-src': ['https://*.googletagmanager.com'],
    'img-src': ['https://*.google-analytics.com', 'https://*.googletagmanager.com'],
    'connect-src': [
      'https://*.google-analytics.com',
      'https://*.analytics.google.com',
      'https://*.googletagmanager.com',
    ],
  }),
}
