import type { How } from '../subscribers/bring-in.ts'
import { asActor, type Import } from './find.ts'

/** How the lines of a file are brought in: who vouches for those that bring no consent of their own. */
export const howOf = ({ page_id, vouched, actor, name }: Import): How => ({
  page: page_id,
  usual: vouched ? 'active' : 'unconfirmed',
  vouch: `${asActor(actor).name} vouches that this address agreed; it came in the file ${name}.`,
})
