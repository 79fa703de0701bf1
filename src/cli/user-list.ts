import { listUsers, userState } from '../accounts/users.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  help: 'One line for each: address, role, whether they are active, invited or disabled, name.',
  run: (input) =>
    withContext(input, async (ctx) => {
      for (const user of await listUsers(ctx, { limit: 10_000 }))
        input.print(`${user.email}\t${user.role}\t${userState(user)}\t${user.name}`)
      return 0
    }),
}
