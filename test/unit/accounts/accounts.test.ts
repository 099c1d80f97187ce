import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccounts } from '../../../src/accounts/accounts.ts'
import type { Accounts } from '../../../src/accounts/accounts.ts'
import { createFederation } from '../../../src/demo/world/xmpp-entity.ts'
import type { XmppService } from '../../../src/demo/world/xmpp-service.ts'
import type { Jid } from '../../../src/values/names.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'

let lab: Lab
let target: XmppService
let accounts: Accounts
const jid = (text: string) => text as Jid
beforeAll(async () => {
  lab = await startLab()
  const federation = createFederation()
  await lab.service('ours-one.example', { federation, accounts: { checker: 'pw1' } })
  await lab.service('ours-two.example', { federation, accounts: { checker: 'pw2' } })
  target = await lab.service('im.example', {
    federation,
    software: { name: 'Prosody', version: '0.12.4' },
    contacts: {
      admin: ['xmpp:admin@im.example', 'mailto:admin@im.example'],
      abuse: ['mailto:abuse@im.example'],
    },
    items: [
      {
        jid: 'conference.im.example',
        category: 'conference',
        type: 'text',
        features: ['http://jabber.org/protocol/muc'],
      },
    ],
    people: { admin: (body) => (body.includes('code') ? `I got: ${body}` : undefined) },
  })
  accounts = openAccounts(
    [
      { jid: 'checker@ours-one.example', password: 'pw1' },
      { jid: 'checker@ours-two.example', password: 'pw2' },
    ],
    { resolvers: [lab.dns.address], extraRoots: lab.authority.root, bounceMs: 300 },
  )
})
afterAll(async () => {
  await accounts.close()
  await lab.close()
})
const never = new AbortController().signal

describe('over federation', () => {
  test('a service answers two accounts and tells its software, contacts and add-ons', async () => {
    const seen = await accounts.ask(name('im.example'), never)
    expect(seen.answers.map((one) => [one.account, one.ping.answer])).toEqual([
      ['ours-one.example', 'result'],
      ['ours-two.example', 'result'],
    ])
    expect(seen.version).toEqual({ name: 'Prosody', version: '0.12.4' })
    expect(seen.contacts).toContainEqual({
      kind: 'admin',
      addresses: ['xmpp:admin@im.example', 'mailto:admin@im.example'],
    })
    expect(seen.items?.items).toMatchObject([
      { jid: 'conference.im.example', identities: [{ category: 'conference', type: 'text' }] },
    ])
  })
  test('a domain that nobody serves is a remote error from both', async () => {
    const seen = await accounts.ask(name('nobody.example'), never)
    expect(seen.answers.map((one) => one.ping)).toMatchObject([
      { answer: 'remote-error', condition: 'remote-server-not-found' },
      { answer: 'remote-error', condition: 'remote-server-not-found' },
    ])
    expect(seen.info).toBeUndefined()
  })
  test('an outage of the target is a remote error, and over when it is over', async () => {
    target.fail()
    expect((await accounts.ask(name('im.example'), never)).answers[0]?.ping).toMatchObject({
      answer: 'remote-error',
      condition: 'remote-server-timeout',
    })
    target.recover()
    expect((await accounts.ask(name('im.example'), never)).answers[0]?.ping.answer).toBe('result')
  })
  test('a wrong password is ours, not theirs', async () => {
    const wrong = openAccounts([{ jid: 'checker@ours-one.example', password: 'no' }], {
      resolvers: [lab.dns.address],
      extraRoots: lab.authority.root,
    })
    const { answers } = await wrong.ask(name('im.example'), never)
    expect(answers[0]?.ping.answer).toBe('our-side')
    expect(wrong.trouble()[0]?.says).toMatch(/not-authorized/)
    await wrong.close()
  })
  test('a server of ours without a recognised certificate gets no password', async () => {
    const strict = openAccounts([{ jid: 'checker@ours-one.example', password: 'pw1' }], {
      resolvers: [lab.dns.address],
      extraRoots: '',
    })
    const { answers } = await strict.ask(name('im.example'), never)
    expect(answers[0]?.ping).toMatchObject({ answer: 'our-side' })
    expect(strict.trouble()[0]?.says).toMatch(/certificate/)
    await strict.close()
  })
})

describe('chat', () => {
  test('a person hears the code and the answer is heard', async () => {
    const heard = new Promise((resolve) => accounts.hear(resolve))
    const said = await accounts.say(jid('admin@im.example'), 'your code: 123', 'chat-1')
    expect(said.result).toBe('accepted')
    expect(await heard).toMatchObject({ from: 'admin@im.example', body: 'I got: your code: 123' })
  })
  test('a person who does not exist is refused for good', async () => {
    expect(await accounts.say(jid('nobody@im.example'), 'code', 'chat-2')).toMatchObject({
      result: 'refused',
      said: 'service-unavailable',
    })
  })
  test('a server that is away now is tried again later', async () => {
    expect(await accounts.say(jid('admin@away.example'), 'code', 'chat-3')).toMatchObject({
      result: 'refused-for-now',
      said: 'remote-server-not-found',
    })
  })
  test('who listens stays connected, also over an outage of our own server', async () => {
    const own = await lab.service('ours-four.example', { accounts: { checker: 'pw4', friend: 'pw5' } })
    const all = [
      { jid: 'checker@ours-four.example', password: 'pw4' },
      { jid: 'friend@ours-four.example', password: 'pw5' },
    ]
    const tools = {
      resolvers: [lab.dns.address],
      extraRoots: lab.authority.root,
      keepAliveMs: 20,
      bounceMs: 20,
    }
    const [listening, speaking] = [openAccounts(all.slice(0, 1), tools), openAccounts(all.slice(1), tools)]
    const heard: string[] = []
    listening.hear((chat) => heard.push(chat.body))
    const speak = (body: string) => speaking.say(jid('checker@ours-four.example'), body, body)
    await expect.poll(async () => (await speak('before'), heard)).toContain('before')
    own.fail()
    own.recover()
    await expect.poll(async () => (await speak('after'), heard)).toContain('after')
    await Promise.all([listening.close(), speaking.close()])
  })
  test('a connection that was lost is made again', async () => {
    target.recover()
    const first = await lab.service('ours-three.example', { accounts: { checker: 'pw3' } })
    const lone = openAccounts([{ jid: 'checker@ours-three.example', password: 'pw3' }], {
      resolvers: [lab.dns.address],
      extraRoots: lab.authority.root,
    })
    expect((await lone.ask(name('ours-three.example'), never)).answers[0]?.ping.answer).toBe('result')
    first.fail()
    first.recover()
    await expect
      .poll(async () => (await lone.ask(name('ours-three.example'), never)).answers[0]?.ping.answer)
      .toBe('result')
    await lone.close()
  })
})
