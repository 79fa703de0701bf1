import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { Context } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { dkimValue, type MailRecord, mailRecords } from '../lib/mail-records.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import { settingNames } from '../lib/setting-fields.ts'
import { changeAccount } from './change.ts'
import { type Account, accountSettings, findAccount } from './find.ts'
import { kindNamed } from './kinds.ts'

/** Whether mails of this account can be signed here. */
export const canSign = ({ kind }: Pick<Account, 'kind'>): boolean =>
  settingNames(kindNamed(kind).settings)?.includes('dkimKey') ?? false

/** A new key for an account. Its private half is kept sealed and never shown; the old one signs nothing any more. */
export async function makeDkimKey(ctx: Context, name: string): Promise<void> {
  const account = await findAccount(ctx, name)
  if (!canSign(account)) throw new Conflict('Mails of this account are signed by its vendor.')
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  // A selector of its own: mails that are on their way are still checked by the old record.
  const selector = `upfront-${ctx.now().toISOString().slice(0, 10).replaceAll('-', '')}`
  const settings = accountSettings(ctx, account)
  await changeAccount(ctx, account.id, { settings: { ...settings, dkimSelector: selector, dkimKey: privateKey } })
}

/** What receivers look for, and whether it is published, in a sentence each. */
export async function recordsInWords(ctx: Context, name: string): Promise<string> {
  const { domain, dkim } = signerOf(ctx, await findAccount(ctx, name))
  const records = domain ? await mailRecords(ctx.dns, { domain, dkim }) : []
  return records.map(({ what, name, state }) => `${what} at ${name}: ${inWords[state]}.`).join(' ')
}

const inWords: Record<MailRecord['state'], string> = {
  published: 'published',
  missing: 'not published yet',
  different: 'another key is published',
  unknown: 'the name server gave no answer',
}

/** The record that belongs to the key of an account; null where it has none. */
export function dkimRecord(ctx: Context, account: Account): { name: string; value: string } | null {
  const { domain, dkim } = signerOf(ctx, account)
  return domain && dkim ? { name: `${dkim.selector}._domainkey.${domain}`, value: dkimValue(dkim.privateKey) } : null
}

function signerOf(ctx: Context, account: Account) {
  const { from, dkimSelector: selector, dkimKey: privateKey } = accountSettings(ctx, account)
  const domain = parseMailbox(String(from))?.address.split('@').at(-1)
  const dkim = typeof selector === 'string' && typeof privateKey === 'string' ? { selector, privateKey } : undefined
  return { domain, dkim }
}
