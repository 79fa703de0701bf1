import { type SlackAppSettings, slackApp } from '../channels/slack-app.ts'
import { startVendor, type VendorRequest } from './vendor.ts'

/**
 * Slack’s side of an installation, as strict as its documentation: a code is for one app and one redirect address, works
 * once and for ten minutes, and is exchanged with HTTP Basic or with the credentials in a form.
 * https://docs.slack.dev/authentication/installing-with-oauth/, https://docs.slack.dev/reference/methods/oauth.v2.access/
 */
export async function slackOauth({ clientId, clientSecret }: SlackAppSettings, registered: string) {
  const vendor = await startVendor()
  const codes = new Map<string, { redirect: string; used: boolean }>()
  const { target } = slackApp.sample
  let webhook = target.url
  let channel = 'C00000000'
  const error = (word: string) => ({ body: { ok: false, error: word } })

  vendor.answers((request) => {
    if (request.path !== '/api/oauth.v2.access') return { status: 404 }
    if (request.method !== 'POST') return error('invalid_post_type')
    if (!/^application\/x-www-form-urlencoded/.test(request.headers['content-type'] ?? ''))
      return error('invalid_form_data')
    const form = new URLSearchParams(request.text)
    const [id, secret] = credentialsOf(request, form)
    if (id !== clientId) return error('invalid_client_id')
    if (secret !== clientSecret) return error('bad_client_secret')
    const code = codes.get(form.get('code') ?? '')
    if (!code || code.used) return error('invalid_code')
    if (form.get('redirect_uri') !== code.redirect) return error('bad_redirect_uri')
    code.used = true
    return {
      body: {
        ok: true,
        app_id: 'A00000000',
        access_token: target.token,
        token_type: 'bot',
        scope: 'chat:write,incoming-webhook',
        bot_user_id: 'U00000000',
        team: { id: 'T00000000', name: 'Customer' },
        enterprise: null,
        authed_user: { id: 'U11111111' },
        incoming_webhook: {
          channel: '#status',
          channel_id: channel,
          configuration_url: 'https://customer.slack.com/services/B00000000',
          url: webhook,
        },
      },
    }
  })

  /** What Slack checks before it shows its question. */
  function asked(authorize: string) {
    const url = new URL(authorize)
    const { origin, pathname, searchParams: given } = url
    if (origin + pathname !== 'https://slack.com/oauth/v2/authorize') throw new Error(`not Slack: ${url}`)
    if (given.get('client_id') !== clientId) throw new Error('invalid client_id')
    if (!given.get('scope')?.split(',').includes('incoming-webhook')) throw new Error('no channel would be asked for')
    const redirect = given.get('redirect_uri') ?? ''
    if (redirect !== registered) throw new Error(`bad_redirect_uri: ${redirect}`)
    return { redirect, state: given.get('state') ?? '' }
  }

  return {
    vendor,
    webhook: (url: string) => {
      webhook = url
    },
    channel: (id: string) => {
      channel = id
    },
    /** Somebody chooses a channel and presses Allow: where their browser is sent. */
    allow: async (authorize: string) => {
      const { redirect, state } = asked(authorize)
      const code = `1000000000.2000000000.${codes.size}c0de`
      codes.set(code, { redirect, used: false })
      return `${redirect}?${new URLSearchParams({ code, state })}`
    },
    /** Somebody presses Cancel. */
    refuse: (authorize: string) => {
      const { redirect, state } = asked(authorize)
      return `${redirect}?${new URLSearchParams({ error: 'access_denied', state })}`
    },
  }
}

function credentialsOf({ headers }: VendorRequest, form: URLSearchParams): string[] {
  const [, basic] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? []
  if (basic) return Buffer.from(basic, 'base64').toString('utf8').split(':')
  return [form.get('client_id') ?? '', form.get('client_secret') ?? '']
}
