import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineStage, tryingChannel } from '../test/engine.ts'
import { openAccounts } from './open.ts'

const { setUp } = await engineStage()

test('an account that is switched off is not used, nor its channel without one; others of the medium are', async () => {
  const answer = () => ({ result: 'sent', detail: '200' }) as const
  const channels = [tryingChannel('slack', 'slack', answer), tryingChannel('slack-two', 'slack', answer)]
  const { ctx, clock, account } = await setUp('off', channels)
  const accounts = openAccounts(channels)
  const kinds = async () => (await accounts.of(ctx, 'slack')).map(({ channel, id }) => [channel.kind, id !== null])
  assert.deepEqual(await kinds(), [
    ['slack', false],
    ['slack-two', false],
  ])
  const id = await account('slack', 'own')
  clock.advance(5000)
  assert.deepEqual(await kinds(), [
    ['slack', true],
    ['slack-two', false],
  ])
  await ctx.db.updateTable('channel_accounts').set({ enabled: false }).where('id', '=', id).execute()
  clock.advance(5000)
  assert.deepEqual(await kinds(), [['slack-two', false]])
})
