import type { Context } from '../lib/context.ts'
import { rulesOf } from '../rules/find.ts'

export type Use = {
  id: string
  name: string
  page: string | null
  component: string | null
  nextUpdateEvery: number | null
}

/** The rules that speak with each message, by the message's id. */
export async function usesOfMessages(ctx: Context): Promise<Map<string, Use[]>> {
  const uses = new Map<string, Use[]>()
  for (const rule of await rulesOf(ctx)) {
    if (rule.message_id === null) continue
    const use = {
      id: rule.id,
      name: rule.name,
      page: rule.page_id,
      component: rule.component_id,
      nextUpdateEvery: rule.next_update_every,
    }
    uses.set(rule.message_id, [...(uses.get(rule.message_id) ?? []), use])
  }
  return uses
}
