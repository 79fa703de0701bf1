import type { Medium } from '../channels/channel.ts'
import { byTelephone } from '../channels/media.ts'
import { countryOf, neighboursOf } from '../channels/phone.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { offerOf } from '../offered-channels/find.ts'
import { createLimit } from '../web/limit.ts'

const refusal = 'Too many numbers like this one signed up lately. Try again later.'

/**
 * What keeps a form from being used to make money with our text messages: numbers of the countries that the operator
 * named alone, of neighbouring numbers few, and of one country not hundreds an hour.
 */
export function telephoneGuard() {
  const neighbours = createLimit({ name: 'sign-up-numbers', points: 20, seconds: 3600, refusal })
  const country = createLimit({ name: 'sign-up-country', points: 200, seconds: 3600, refusal })
  return {
    /** Throws `InvalidInput` where the number's country is none of the page's, `TooMany` above the limits. */
    admit: async (ctx: Context, page: { id: string; org_id: string }, medium: Medium, number: string) => {
      if (!byTelephone.includes(medium)) return
      const { countries } = await offerOf(ctx, page.id)
      const of = countryOf(number)
      if (of === null || !countries.includes(of))
        throw new InvalidInput('Numbers of this country cannot sign up here.', [
          {
            pointer: '/target/number',
            detail: `expected a number of ${countries.join(', ') || 'no country: sign-up by telephone is closed'}`,
          },
        ])
      await neighbours.take(ctx, `${page.org_id} ${neighboursOf(number)}`)
      await country.take(ctx, `${page.org_id} ${of}`)
    },
  }
}
