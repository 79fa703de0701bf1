import { inviteUser } from '../accounts/invite.ts'
import { NewUser } from '../accounts/schema.ts'
import { hasOwner } from '../accounts/users.ts'
import { fromOptions } from './options.ts'
import type { Verb } from './verb.ts'
import { withContext } from './with-context.ts'

export const verb: Verb = {
  arguments: 'EMAIL',
  options: {
    name: { type: 'string', help: 'as others see them; the start of the address when absent' },
    role: { type: 'string', help: 'viewer, editor, admin or owner; editor when absent', placeholder: 'ROLE' },
  },
  help:
    'Prints a link by which they choose a password: good for a week, once. No mail is sent. ' +
    'While nobody owns the installation, the person becomes its owner.',
  run: (input) =>
    withContext(input, async (ctx) => {
      const role = input.options.role ?? ((await hasOwner(ctx)) ? 'editor' : 'owner')
      const { link } = await inviteUser(
        ctx,
        fromOptions(NewUser, { email: input.args[0], name: input.options.name, role }),
      )
      input.print(link)
      return 0
    }),
}
