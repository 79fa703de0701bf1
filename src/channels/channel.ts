/** How one attempt ended. Expected network failures are data, not exceptions. */
export type Outcome =
  | { result: 'sent'; detail: string }
  /**
   * Try again later, with back-off. `retryAfter` in seconds, where the other side named it. `unreachable`: it failed
   * before this address was named, so others would fare no better now.
   */
  | { result: 'transient'; reason: string; retryAfter?: number; unreachable?: true }
  /** This message is refused for good; the address may be fine. */
  | { result: 'refused'; reason: string }
  /** Never again to this address. */
  | { result: 'permanent'; reason: string }
