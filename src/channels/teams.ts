import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Outcome } from './channel.ts'
import { previewOf } from './preview.ts'
import { teamsMessage } from './teams-card.ts'

const hosts = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(logic\.azure\.(com|us)|api\.powerplatform\.(com|us)|webhook\.office\.com)$/

const target = z.strictObject({
  url: z
    .string()
    .trim()
    .max(2_000, 'expected at most 2,000 characters')
    .refine(isWorkflow, 'expected the address of a workflow, such as https://….logic.azure.com/workflows/…')
    .meta({
      secret: true,
      inSight: true,
      title: 'Workflow address',
      description: 'https://….logic.azure.com/workflows/… or https://….api.powerplatform.com/…, from the workflow.',
    }),
})

function isWorkflow(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && hosts.test(url.hostname) && url.port === '' && !/[\0-\x20\x7f\\]/.test(text)
}

/** https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498 */
export const teams = defineChannel({
  kind: 'teams',
  medium: 'teams',
  name: 'Microsoft Teams',
  docs: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook',
  reaches: ['subscriber', 'world'],
  setup: `1. In Teams, open the menu of the channel or chat that is to hear and choose Workflows.
2. Choose “Send webhook alerts to a channel” (or to a chat), name it and pick where messages go.
3. Copy the address that the workflow shows at the end.`,
  settings: z.strictObject({}),
  target,
  identity: ({ url }) => {
    const { host, pathname, searchParams } = new URL(url)
    return `${host}${pathname.replace(/\/+$/, '')}?${searchParams.get('sig') ?? ''}`
  },
  label: ({ url }) => `Teams workflow at ${new URL(url).hostname.slice(0, 70)}`,
  host: ({ target }) => new URL(target.url).hostname,
  limits: {
    // The whole request. https://learn.microsoft.com/connectors/teams/#known-issues-and-limitations
    text: { max: 28_000, unit: 'bytes', source: 'https://learn.microsoft.com/connectors/teams/' },
    rate: {
      perSecond: 4,
      per: 'target',
      source: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using',
    },
  },
  sample: {
    settings: {},
    target: {
      url: 'https://prod-00.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=Zm9yLXRoZS1zYW1wbGUtb25seS1ub3QtYS1rZXk',
    },
  },
  write: (message) => ({ text: previewOf(message, 12_000, 'bytes'), body: teamsMessage(message) }),
  async send({ body }, { target }, via): Promise<Outcome> {
    const asked = await askJson(via, target.url, body, false)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { status } = response
    const code = answer.safeParse(jsonOf(response)).data?.error.code ?? ''
    const reason = `${status}${code && `: ${code}`}`
    // The retired connectors say 200 and tell of their trouble in the text.
    const inner = /returned HTTP error (\d{3})/.exec(response.body.subarray(0, 2_000).toString('utf8'))?.[1]
    if (status === 200 && inner) return outcomeOf({ ...response, status: Number(inner) }, via.now(), '')
    if (status === 404 || gone.has(code)) return { result: 'permanent', reason }
    if (status === 401 || status === 403) return { result: 'refused', reason }
    return outcomeOf(response, via.now(), code)
  },
})

const answer = z.object({ error: z.object({ code: z.string().regex(/^[A-Za-z]{2,60}$/) }) })

/** The workflow was deleted or switched off. */
const gone = new Set(['WorkflowNotFound', 'WorkflowTriggerNotFound', 'WorkflowTriggerIsNotEnabled', 'FlowNotFound'])
