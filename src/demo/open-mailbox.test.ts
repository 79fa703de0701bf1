import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMailbox } from './open-mailbox.ts'

test('a package that was left out is named, with what to do', async () => {
  const without = async () => import('no-such-package' as string)
  await assert.rejects(openMailbox(without), {
    message: /its mailbox needs the package no-such-package, .* Run "npm ci", then start the demo again\./,
  })
})

test('what else goes wrong stays what it is', async () => {
  await assert.rejects(
    openMailbox(async () => {
      throw new TypeError('something else')
    }),
    TypeError,
  )
})

test('the mailbox catches mail on loopback, and stops', async () => {
  const mailbox = await openMailbox()
  try {
    assert.match(mailbox.smtpUrl, /^smtp:\/\/127\.0\.0\.1:\d+$/)
    assert.match(await (await fetch(mailbox.url)).text(), /No mail has come yet/)
  } finally {
    await mailbox.stop()
  }
})
