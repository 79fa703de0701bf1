/** Why a mail about an older post does not leave any more. */
export const overtaken = 'a newer post was ready before this mail left'

/** What a message waits for that its reader wants later. */
export const inQuietHours = 'waits for the end of quiet hours'
