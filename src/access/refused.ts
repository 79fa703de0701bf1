/** The identity provider's answer cannot be taken; the message says why, for operators. */
export class Refused extends Error {}

/** It is not even an answer. */
export class Malformed extends Refused {}
