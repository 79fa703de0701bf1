/** Why a mail about an older post does not leave any more. */
export const overtaken = 'a newer post was ready before this mail left'

/** What a message waits for that its reader wants later. */
export const inQuietHours = 'waits for the end of quiet hours'

/** What a message waits for whose reader has just been told of something else, or of much. */
export const gathered = 'waits a while, to be told together with others'
