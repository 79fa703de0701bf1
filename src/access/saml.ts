import type { Context } from '../lib/context.ts'
import { digest } from '../lib/seal.ts'
import { certificatesIn, type SamlConnection } from './connection.ts'
import { flowMinutes } from './flow.ts'
import { Refused } from './refused.ts'
import { checkAddressee } from './saml-addressee.ts'
import { samlXml } from './saml-shape.ts'
import type { Statement } from './statement.ts'

/** `callback`: where the answer is to be posted. It is also what we call ourselves. */
export type AskingSaml = { page: string; connection: SamlConnection; callback: string }

/** How far the clocks of others may be off, in milliseconds. */
const skew = 3 * 60_000

/** Where the reader is sent, and the id that the answer has to name. */
export async function beginSaml(ctx: Context, asking: AskingSaml): Promise<{ to: string; requestId: string }> {
  const requestId = `_${ctx.random(20).toString('hex')}`
  const saml = await provider(ctx, asking, requestId)
  return { to: await saml.getAuthorizeUrlAsync('', undefined, {}), requestId }
}

export type Answered = { statement: Statement; requestId: string }

/** What a posted answer says. Throws Refused for everything that is not signed, for us, now, and for the first time. */
export async function endSaml(ctx: Context, asking: AskingSaml, posted: string): Promise<Answered> {
  const xml = samlXml(posted)
  const saml = await provider(ctx, asking)
  const { profile } = await saml
    .validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') })
    .catch((error) => {
      throw new Refused(error instanceof Error ? error.message.slice(0, 300) : 'The answer could not be read.')
    })
  if (!profile) throw new Refused('The answer signs nobody in.')
  if (profile.issuer !== asking.connection.entityId)
    throw new Refused(`The assertion was issued by ${String(profile.issuer).slice(0, 200)}.`)
  const { assertionId, requestId, until } = checkAddressee(profile.getAssertion?.(), asking.callback)
  if (typeof profile.nameID !== 'string' || profile.nameID === '' || profile.nameID.length > 500)
    throw new Refused('The assertion names nobody.')
  await takeOnce(ctx, asking, assertionId, until)
  const claims = profile.attributes
  const attributes = typeof claims === 'object' && claims !== null ? { ...claims } : {}
  return {
    statement: { ...addressIn(asking.connection, profile.nameID, attributes), subject: profile.nameID },
    requestId,
  }
}

/** What the identity provider has to be told of us, as XML. */
export const samlMetadata = async (ctx: Context, asking: AskingSaml): Promise<string> =>
  (await provider(ctx, asking)).generateServiceProviderMetadata(null)

async function provider(ctx: Context, { page, connection, callback }: AskingSaml, requestId?: string) {
  // Loaded when somebody signs in: most installations never do.
  const { SAML, ValidateInResponseTo } = await import('@node-saml/node-saml')
  const begun = async (id: string) => {
    const row = await ctx.db
      .selectFrom('access_flows')
      .select('created_at')
      .where('request_id', '=', id)
      .where('page_id', '=', page)
      .where('connection', '=', connection.key)
      .where('expires_at', '>', ctx.now())
      .executeTakeFirst()
    return row?.created_at.toISOString() ?? null
  }
  return new SAML({
    issuer: callback,
    callbackUrl: callback,
    audience: callback,
    entryPoint: connection.ssoUrl,
    idpCert: certificatesIn(connection.certificate),
    idpIssuer: connection.entityId,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: skew,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: flowMinutes * 60_000,
    ...(requestId === undefined ? {} : { generateUniqueId: () => requestId }),
    // The flows in the database are the cache: any process may get the answer.
    cacheProvider: {
      saveAsync: async (_key, value) => ({ value, createdAt: ctx.now().getTime() }),
      getAsync: begun,
      removeAsync: async (key) => key,
    },
  })
}

/** No assertion twice, whichever process gets it. */
async function takeOnce(ctx: Context, { page, connection }: AskingSaml, assertionId: string, until: Date) {
  const taken = await ctx.db
    .insertInto('access_assertions')
    .values({
      page_id: page,
      assertion_hash: digest(`${connection.key} ${assertionId}`),
      expires_at: new Date(Math.max(until.getTime(), ctx.now().getTime()) + 2 * skew),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('page_id')
    .executeTakeFirst()
  if (!taken) throw new Refused('The assertion was used before.')
}

function addressIn({ emailAttribute }: SamlConnection, nameId: string, claims: Record<string, unknown>) {
  const said = emailAttribute ? [claims[emailAttribute]].flat()[0] : nameId
  return { email: typeof said === 'string' && said.includes('@') ? said : null, emailVerified: null, claims }
}
