/**
 * Without what turns the direction of all that follows: embeddings, overrides and isolates of UAX 9. A title ends where it
 * ends, in a subject or a list too. The marks that one types (LRM, RLM) stay.
 */
export const withoutTurns = (text: string): string => text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
