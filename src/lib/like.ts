/** A pattern for `ilike` that finds the text anywhere, and only as it stands. */
export const likeText = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
