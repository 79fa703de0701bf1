/** Why a mail about an older post does not leave any more. */
export const overtaken = 'a newer post was ready before this mail left'
