import { type RawBuilder, sql } from 'kysely'
import type { Members } from './schema.ts'

/** Whether a subscriber `s` belongs by address. Nobody proves an attribute by an address. */
export const belongs = ({ subscribers, emails, domains }: Members): RawBuilder<boolean> =>
  subscribers
    ? sql`true`
    : sql`(lower(s.email) = any(${[...emails]}::text[])
        or substring(lower(s.email) from '[^@]*$') = any(${[...domains]}::text[]))`

/** The same, where an attribute is also what the operators' labels say: plan: gold is the label "plan:gold". */
export function belongsOrIsLabelled(members: Members): RawBuilder<boolean> {
  const labels = members.attributes.flatMap(({ name, values }) =>
    values.map((value) => `${name}:${value}`.toLowerCase()),
  )
  if (labels.length === 0) return belongs(members)
  return sql`(${belongs(members)} or lower(s.labels::text)::text[] && ${labels}::text[])`
}
