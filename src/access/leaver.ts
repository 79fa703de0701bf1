/** What servers know a subscriber by who left: enough of the keyed hash of the address to tell one from the other. */
export const leaverOf = (addressHash: Buffer): string => addressHash.subarray(0, 12).toString('base64url')
