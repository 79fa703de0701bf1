import { X509Certificate } from 'node:crypto'
import { HostName, Key, oneLine, WebAddress } from '../lib/fields.ts'
import { z } from '../lib/zod.ts'

const shared = {
  key: Key.meta({ description: 'Stands in the addresses that the identity provider is told.' }),
  name: oneLine(60).meta({ description: 'What the button says: Sign in with …' }),
  domains: z
    .array(z.string().trim().toLowerCase().pipe(HostName))
    .max(100, 'expected at most 100 domains')
    .default([])
    .meta({ description: 'Mail domains that it is trusted to speak for. Named here, they belong to it alone.' }),
  attributes: z
    .array(oneLine(200))
    .max(20, 'expected at most 20 attributes')
    .default([])
    .meta({ description: 'What it says of a reader and audiences may ask for, such as groups.' }),
}

/** An identity provider by OpenID Connect: code flow with PKCE. */
const Oidc = z.strictObject({
  kind: z.literal('oidc'),
  ...shared,
  issuer: WebAddress.refine(isSafeIssuer, 'expected an address that starts with https://').meta({
    example: 'https://login.customer.example',
  }),
  clientId: oneLine(500),
  clientSecret: oneLine(2000).nullish().meta({ description: 'Write-only. Left out, the one that is kept stays.' }),
  scopes: oneLine(500)
    .refine((text) => text.split(' ').includes('openid'), 'expected scopes that hold openid')
    .default('openid email profile'),
})

/** An identity provider by SAML 2.0. */
const Saml = z.strictObject({
  kind: z.literal('saml'),
  ...shared,
  entityId: oneLine(1000).meta({ description: 'What the identity provider calls itself.' }),
  ssoUrl: WebAddress.meta({ description: 'Where readers are sent to: its HTTP-Redirect endpoint.' }),
  certificate: z
    .string()
    .trim()
    .max(20_000)
    .refine(
      (text) => certificatesIn(text).length > 0 && certificatesIn(text).every(isCertificate),
      'expected certificates in PEM, -----BEGIN CERTIFICATE----- and its end included',
    )
    .meta({ description: 'What it signs with, in PEM. Two, one below the other, while it changes to another.' }),
  emailAttribute: oneLine(200).nullish().meta({ description: 'The attribute with the address. Absent: the NameID.' }),
})

export const NewConnection = z.discriminatedUnion('kind', [Oidc, Saml])
export type NewConnection = z.infer<typeof NewConnection>
export type SamlConnection = z.infer<typeof Saml>
export type OidcConnection = Omit<z.infer<typeof Oidc>, 'clientSecret'>
/** A connection as it is kept and shown, without its secret. */
export type Connection = OidcConnection | SamlConnection

/** The certificates of a PEM text, each whole. */
export const certificatesIn = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType !== undefined
  } catch {
    return false
  }
}

/** Nobody but this machine hears what is said to it without protection. */
function isSafeIssuer(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' || (url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
}
