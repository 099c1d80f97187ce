import { expect, test } from 'vitest'
import type { Account, IqAnswer } from '../../../src/accounts/account.ts'
import { askFederation } from '../../../src/accounts/federation.ts'
import { name } from '../../servers/lab.ts'

/** An account whose server gives one and the same answer to everything. */
const account = (answer: IqAnswer): Account => ({
  jid: 'checker@ours.example',
  domain: 'ours.example',
  ask: async () => answer,
  send: async () => {},
  connect: async () => {},
  keepAlive: async () => {},
  trouble: () => undefined,
  close: async () => {},
})
const ping = async (answer: IqAnswer) =>
  (await askFederation([account(answer)], name('im.example'), new AbortController().signal)).answers[0]?.ping
const error = (condition: string, more: { by?: string; text?: string } = {}): IqAnswer => ({
  kind: 'error',
  condition,
  ms: 1,
  ...more,
})

test.each<[string, IqAnswer, string]>([
  ['our server finds no way', error('remote-server-not-found'), 'remote-error'],
  ['our server gives another condition', error('not-authorized', { by: 'ours.example' }), 'remote-error'],
  ['our server has enough of us', error('resource-constraint', { by: 'ours.example' }), 'our-side'],
  ['the target turns us away', error('not-authorized'), 'blocked'],
  ['the target says by whom', error('forbidden', { by: 'im.example' }), 'blocked'],
  ['the target does not know pings', error('service-unavailable'), 'error-from-target'],
  ['nobody answers', { kind: 'silent' }, 'silent'],
])('%s: %o is %s', async (_, answer, expected) => {
  expect((await ping(answer))?.answer).toBe(expected)
})
test('what our server adds is kept, on one line', async () => {
  const text = 'Server-to-server connection failed:\nself signed certificate \u202e'
  expect((await ping(error('remote-server-timeout', { by: 'ours.example', text })))?.text).toBe(
    'Server-to-server connection failed: self signed certificate',
  )
})
