import type { Client } from 'acme-client'
import type { Context } from '../lib/context.ts'
import { seal, unseal } from '../lib/seal.ts'

type Acme = NonNullable<Context['settings']['acme']>
export type Issued = { chain: string; key: string; notBefore: Date; notAfter: Date }

/** Longest time for one order, in milliseconds. */
const patience = 180_000

/**
 * Orders a certificate for a name, and answers the authority's question on port 80 by way of the database, so that
 * whichever process it reaches can. Throws with the authority's words where it says no.
 */
export async function orderCertificate(ctx: Context, acme: Acme, host: string): Promise<Issued> {
  const { client, save, crypto } = await account(ctx, acme)
  const [key, csr] = await crypto.createCsr({ altNames: [host] }, await crypto.createPrivateEcdsaKey('P-256'))
  const chain = await within(
    client.auto({
      csr,
      ...(acme.email ? { email: acme.email } : {}),
      termsOfServiceAgreed: true,
      challengePriority: ['http-01'],
      // The authority looks itself, and from elsewhere: our own look says nothing about that.
      skipChallengeVerification: true,
      challengeCreateFn: async (_authorization, { token }, answer) => {
        const expires_at = new Date(ctx.now().getTime() + 3_600_000)
        await ctx.db
          .insertInto('acme_challenges')
          .values({ token, answer, expires_at })
          .onConflict((oc) => oc.column('token').doUpdateSet({ answer, expires_at }))
          .execute()
      },
      challengeRemoveFn: (_authorization, { token }) =>
        ctx.db.deleteFrom('acme_challenges').where('token', '=', token).execute(),
    }),
  )
  await save()
  const { notBefore, notAfter } = crypto.readCertificateInfo(chain)
  return { chain, key: key.toString(), notBefore, notAfter }
}

/** The account with the authority: made once, and kept for all processes. The library is loaded when it is needed. */
async function account(ctx: Context, { directory }: Acme) {
  const { Client: AcmeClient, crypto } = await import('acme-client')
  const fresh = (await crypto.createPrivateEcdsaKey('P-256')).toString()
  await ctx.db
    .insertInto('acme_accounts')
    .values({ directory, sealed_key: seal(ctx.settings.secret, ctx.random, fresh), created_at: ctx.now() })
    .onConflict((oc) => oc.column('directory').doNothing())
    .execute()
  const kept = await ctx.db
    .selectFrom('acme_accounts')
    .select(['sealed_key', 'url'])
    .where('directory', '=', directory)
    .executeTakeFirstOrThrow()
  const client: Client = new AcmeClient({
    directoryUrl: directory,
    accountKey: unseal(ctx.settings.secret, kept.sealed_key),
    ...(kept.url === null ? {} : { accountUrl: kept.url }),
    backoffAttempts: 20,
    backoffMin: 1000,
    backoffMax: 10_000,
  })
  const save = async () => {
    const url = client.getAccountUrl()
    if (url !== kept.url)
      await ctx.db.updateTable('acme_accounts').set({ url }).where('directory', '=', directory).execute()
  }
  return { client, save, crypto }
}

async function within<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no certificate within ${patience / 1000} s`)), patience)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
