import type { Provider } from './provider.ts'

/** https://plausible.io/docs/plausible-script; also for one's own installation. */
export const plausible: Provider = {
  name: 'Plausible',
  kind: 'analytics',
  id: {
    label: 'Domain',
    form: /^(?=.{3,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/,
    example: 'status.acme.example',
  },
  host: 'https://plausible.io',
  keeps: false,
  allows: (host) => ({ 'script-src': [host], 'connect-src': [host] }),
}
