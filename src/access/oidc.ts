import { createHash } from 'node:crypto'
import type { Context } from '../lib/context.ts'
import { newSecret } from '../lib/id.ts'
import type { OidcConnection } from './connection.ts'
import type { Facts } from './flow.ts'
import { Refused } from './refused.ts'
import type { Statement } from './statement.ts'

export type Asking = { connection: OidcConnection; clientSecret: string; callback: string }

/** Where the reader is sent, and what the answer must fit. Throws Refused where the provider cannot be read. */
export async function beginOidc(ctx: Context, asking: Asking): Promise<{ to: string; facts: Partial<Facts> }> {
  const { configuration, library } = await configured(ctx, asking)
  const [state, nonce, verifier] = [newSecret(ctx), newSecret(ctx), newSecret(ctx)]
  const url = library.buildAuthorizationUrl(configuration, {
    redirect_uri: asking.callback,
    scope: asking.connection.scopes,
    response_type: 'code',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  return { to: url.href, facts: { state, nonce, verifier } }
}

/** What the provider says of who came back with this query. Throws Refused for everything that does not fit. */
export async function endOidc(ctx: Context, asking: Asking, facts: Facts, query: string): Promise<Statement> {
  const { state, nonce, verifier } = facts
  if (!state || !nonce || !verifier) throw new Refused('The sign-in was not begun here.')
  const { configuration, library } = await configured(ctx, asking)
  try {
    const answer = await library.authorizationCodeGrant(configuration, new URL(`${asking.callback}?${query}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    checkAlgorithm(answer.id_token ?? '')
    const token = { ...answer.claims() }
    // Some say who somebody is in the token, some when they are asked. What is signed counts more.
    const asked =
      configuration.serverMetadata().userinfo_endpoint && typeof token.sub === 'string'
        ? await library.fetchUserInfo(configuration, answer.access_token, token.sub)
        : {}
    const claims: Record<string, unknown> = { ...asked, ...token }
    if (typeof claims.sub !== 'string' || claims.sub === '' || claims.sub.length > 255)
      throw new Refused('The ID token names nobody.')
    return {
      subject: claims.sub,
      email: typeof claims.email === 'string' ? claims.email : null,
      emailVerified: typeof claims.email_verified === 'boolean' ? claims.email_verified : null,
      claims,
    }
  } catch (error) {
    throw refusal(error)
  }
}

/** The provider as it describes itself, asked through the guard, and strict about signatures. */
async function configured(ctx: Context, { connection, clientSecret }: Asking) {
  // Loaded when somebody signs in: most installations never do.
  const library = await import('openid-client')
  const issuer = new URL(connection.issuer)
  try {
    const configuration = await library.discovery(
      issuer,
      connection.clientId,
      { client_secret: clientSecret, [library.clockTolerance]: 180 },
      (server, client, body, headers) => {
        const ways = server.token_endpoint_auth_methods_supported
        const way = !ways || ways.includes('client_secret_basic') ? library.ClientSecretBasic : library.ClientSecretPost
        return way(clientSecret)(server, client, body, headers)
      },
      {
        [library.customFetch]: guarded(ctx),
        timeout: 10,
        // The shape of a connection lets http through on this machine alone.
        execute: [
          ...(issuer.protocol === 'http:' ? [library.allowInsecureRequests] : []),
          library.enableNonRepudiationChecks,
        ],
      },
    )
    return { configuration, library }
  } catch (error) {
    throw refusal(error)
  }
}

type Fetched = { method: string; headers: Record<string, string>; body?: unknown }

const guarded =
  (ctx: Context) =>
  async (url: string, { method, headers, body }: Fetched) => {
    const answer = await ctx.http(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
    })
    const empty = answer.status === 204 || answer.status === 304
    return new Response(empty ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: Object.entries(answer.headers).filter(
        ([name]) => name !== 'content-encoding' && name !== 'content-length',
      ),
    })
  }

/** Signatures by keys that only the provider has: neither none at all, nor our own secret, nor its public key as one. */
function checkAlgorithm(token: string) {
  const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'))
  const alg = typeof header === 'object' && header !== null && 'alg' in header ? header.alg : null
  if (typeof alg !== 'string' || !/^(RS|PS|ES)(256|384|512)$|^(EdDSA|Ed25519)$/.test(alg))
    throw new Refused(`The ID token is signed by ${String(alg)}, which anybody could have done.`)
}

function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error
  const parts: string[] = []
  for (let one = error; one instanceof Error && parts.length < 4; one = one.cause) parts.push(one.message)
  const described =
    error instanceof Error && 'error_description' in error ? ` (${String(error.error_description)})` : ''
  return new Refused(`${parts.join(': ')}${described}`.slice(0, 500))
}
