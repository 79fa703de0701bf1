/** What a column of a file can say. `target.<field>` is a field of the channel's destination. */
export type Meaning =
  | 'email'
  | 'channel'
  | `target.${string}`
  | 'components'
  | 'labels'
  | 'state'
  | 'language'
  | 'confirmed_at'
  | 'consent_text'
  | 'quarantined_at'
  | 'unsubscribed_at'

export type Columns = {
  /** By position; null where it says nothing to us. */
  meanings: readonly (Meaning | null)[]
  /** Headers as they stand. */
  names: readonly string[]
  /** Those that are known and say nothing here, such as `id`, or a second column of addresses. */
  unused: readonly string[]
  /** Those that nobody knows. */
  unknown: readonly string[]
}

/** Reads the first line of a file. Case, blanks and hyphens make no difference. */
export function columnsOf(header: readonly string[]): Columns {
  const keys = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
  const meanings = keys.map((key) => meaningOf(key))
  const isAgain = (i: number) => meanings[i] !== null && meanings.indexOf(meanings[i]!) < i
  const isUnused = (i: number) => isAgain(i) || (meanings[i] === null && unused.includes(keys[i]!))
  return {
    meanings: meanings.map((meaning, i) => (isAgain(i) ? null : meaning)),
    names: header.map((name) => name.trim()),
    unused: header.filter((_, i) => isUnused(i)),
    unknown: header.filter((_, i) => meanings[i] === null && !isUnused(i)),
  }
}

function meaningOf(key: string): Meaning | null {
  if (/^target\.[a-z_]+$/.test(key)) return key as Meaning
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null
}

/**
 * Ours first, then what others call it. Statuspage's are those of its Subscriber: `mode`, `phone_number`, `endpoint`,
 * `quarantined_at`, `components` (https://developer.statuspage.io/#tag/subscribers).
 */
const known: Record<string, Meaning> = {
  email: 'email',
  e_mail: 'email',
  email_address: 'email',
  mail: 'email',
  channel: 'channel',
  type: 'channel',
  mode: 'channel',
  subscriber_type: 'channel',
  number: 'target.number',
  phone: 'target.number',
  phone_number: 'target.number',
  mobile: 'target.number',
  url: 'target.url',
  endpoint: 'target.url',
  webhook_url: 'target.url',
  components: 'components',
  component: 'components',
  labels: 'labels',
  tags: 'labels',
  state: 'state',
  status: 'state',
  language: 'language',
  locale: 'language',
  confirmed_at: 'confirmed_at',
  consent_at: 'confirmed_at',
  consent: 'consent_text',
  consent_text: 'consent_text',
  quarantined_at: 'quarantined_at',
  unsubscribed_at: 'unsubscribed_at',
}

/** What our own export and Statuspage's rows say besides. */
const unused = [
  ...[
    'id',
    'page',
    'page_id',
    'name',
    'target',
    'reason',
    'created_at',
    'updated_at',
    'skip_confirmation_notification',
  ],
  ...['phone_country', 'display_phone_number', 'obfuscated_channel_name', 'workspace_name', 'purge_at'],
  'page_access_user_id',
]
