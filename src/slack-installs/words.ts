/**
 * What went wrong, for operators: what Slack says on the way back, and when the code is exchanged.
 * https://docs.slack.dev/reference/methods/oauth.v2.access/#errors
 */
export const installTrouble = (error: string): string =>
  (Object.hasOwn(known, error) ? known[error] : null) ?? `Slack did not complete it: ${error}. Nothing was added.`

const known: Readonly<Record<string, string>> = {
  access_denied: 'Nothing was added: it was not allowed in Slack.',
  too_old:
    'That took longer than ten minutes, was done already, or was begun in another browser. Nothing was added. Begin again.',
  invalid_code: 'Slack’s code was too old or used already. Nothing was added. Begin again.',
  code_expired: 'Slack’s code was too old. Nothing was added. Begin again.',
  code_already_used: 'Slack’s code was used already. Begin again if the channel is not there.',
  bad_redirect_uri:
    'Slack does not know our address: add the one shown here under “OAuth & Permissions”, “Redirect URLs”, and save it there.',
  bad_client_secret: 'Slack does not take the client secret of this account. Copy it anew from “Basic Information”.',
  invalid_client_id: 'Slack does not know the client ID of this account. Copy it anew from “Basic Information”.',
  invalid_team_for_non_distributed_app:
    'That workspace is not the app’s own. Activate public distribution under “Manage Distribution”.',
  no_channel: 'Slack named no channel: give the app’s bot the scope incoming-webhook, and begin again.',
}
