import type { How } from '../subscribers/bring-in.ts'
import { asActor, type Import } from './find.ts'

/** How the lines of a file are brought in: who vouches for those that bring no consent of their own. */
export const howOf = ({ page_id, vouched, actor, name, consent_text }: Import): How => ({
  page: page_id,
  usual: usualOf(vouched),
  vouch: consent_text
    ? `${asActor(actor).name} vouches that this address agreed: ${consent_text} (in the file ${name})`
    : `${asActor(actor).name} vouches that this address agreed; it came in the file ${name}.`,
})

/** Of lines that name no state. */
export const usualOf = (vouched: boolean) => (vouched ? 'active' : 'unconfirmed')
