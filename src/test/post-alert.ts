export type Receipt = {
  key: string
  state: string
  duplicate: boolean
  rule: string
  outcome: string
  incident: string
}

/** Posts to a hook as a monitoring system does. What came of its first alert; throws where it was not taken. */
export async function postAlert(hook: string, body: string): Promise<Receipt> {
  const answer = await fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const text = await answer.text()
  if (answer.status !== 202) throw new Error(`${answer.status} ${text}`)
  return JSON.parse(text).alerts[0]
}
