import { sameText, signature } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'

/** What a page says once about what was just done. */
const Flash = z.strictObject({
  tone: z.enum(['good', 'bad']),
  text: z.string().max(500),
  /** What can be done about it at once: a button that posts to an address of ours. */
  action: z.strictObject({ label: z.string().max(100), to: z.string().startsWith('/').max(300) }).optional(),
})
export type Flash = z.infer<typeof Flash>

/** As a cookie's value, signed: nobody else can put words in the console's mouth. */
export function sealFlash(secret: Buffer, flash: Flash): string {
  const body = Buffer.from(JSON.stringify(flash)).toString('base64url')
  return `${body}.${signature(secret, 'flash', body)}`
}

export function openFlash(secret: Buffer, value: string | null): Flash | null {
  const [body = '', signed = ''] = (value ?? '').split('.')
  if (!body || !sameText(signed, signature(secret, 'flash', body))) return null
  return Flash.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString())).data ?? null
}
