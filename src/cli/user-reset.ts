import { makePasswordLink } from '../accounts/invite.ts'
import { userByEmail } from '../accounts/users.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  arguments: 'EMAIL',
  help: 'Prints a link by which they choose another password: good for 30 minutes, once. No mail is sent.',
  run: (input) =>
    withContext(input, async (ctx) => {
      const user = await userByEmail(ctx, input.args[0] ?? '')
      if (!user) throw new Error(`nobody has the address ${input.args[0]}; "bin/upfront user list" shows who there is`)
      input.print(await makePasswordLink({ ...ctx, org: user.org_id }, user.id))
      return 0
    }),
}
