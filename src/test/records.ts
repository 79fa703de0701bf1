import { asSystem, type Context, type Role } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { OutboundFailed } from '../lib/outbound.ts'

/** A world of DNS records and files on servers that a test fills in: names and addresses with what is there. */
export function records() {
  const txt = new Map<string, string[]>()
  const cname = new Map<string, string>()
  const files = new Map<string, string>()
  const asked: string[] = []
  const on = (ctx: Context): Context => ({
    ...ctx,
    dns: {
      txt: async (name) => txt.get(name) ?? [],
      cname: async (name) => [cname.get(name) ?? []].flat(),
    },
    http: async (url) => {
      asked.push(url)
      const body = files.get(url)
      if (body === undefined) throw new OutboundFailed('The host name does not exist')
      return { status: 200, headers: {}, body: Buffer.from(body) }
    },
  })
  return { txt, cname, files, asked, on }
}

/** Another organization in the same installation, with an actor of its own. */
export async function otherOrganization(ctx: Context, role: Role = 'owner'): Promise<Context> {
  const org = newId(ctx)
  const created_at = new Date(ctx.now().getTime() + 1000)
  await ctx.db.insertInto('organizations').values({ id: org, name: 'Other', created_at }).execute()
  return { ...asSystem(ctx, org, 'Test'), actor: { kind: 'user', id: 'eve', name: 'Eve', role } }
}
