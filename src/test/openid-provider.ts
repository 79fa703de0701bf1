import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'

type Provider = new (issuer: string, configuration: object) => { callback: () => RequestListener }

/** A real OpenID provider on this machine. Everybody who comes is signed in as the person it is told, without a question. */
export async function openIdProvider({
  callback,
  person,
}: {
  callback: string
  person: () => Record<string, unknown>
}) {
  const name: string = 'oidc-provider'
  const { default: OpenIdProvider }: { default: Provider } = await import(name)
  const held: { listener: RequestListener | null } = { listener: null }
  const asked: string[] = []
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    held.listener?.(req, res)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  after(() => void server.close().closeAllConnections())
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new OpenIdProvider(issuer, {
    clients: [
      {
        client_id: 'upfront',
        client_secret: 'a-secret-of-the-client',
        redirect_uris: [callback],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
    findAccount: async (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...person() }),
    }),
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/login/${uid}` },
    features: { devInteractions: { enabled: false } },
    jwks: { keys: [await newKey()] },
    cookies: { keys: ['test'] },
    loadExistingGrant: async ({ oidc }: { oidc: Oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  const interaction = provider as object as Interactions
  held.listener = (req, res) => {
    if (!req.url?.startsWith('/login/')) return answer(req, res)
    const { sub } = person()
    void interaction.interactionFinished(req, res, { login: { accountId: String(sub) } })
  }
  return { issuer, asked }
}

type Oidc = {
  client: { clientId: string }
  session: { accountId: string }
  provider: { Grant: new (of: object) => { addOIDCScope: (scope: string) => void; save: () => Promise<string> } }
}
type Interactions = { interactionFinished: (req: object, res: object, result: object) => Promise<void> }

async function newKey() {
  const { generateKeyPairSync } = await import('node:crypto')
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }
}
