import { afterAll, beforeAll, expect, test } from 'vitest'
import { gather } from '../../../src/probe/gather.ts'
import type { TrialAccount, TrialAccounts } from '../../../src/probe/trial-account.ts'
import { authenticate } from '../../../src/probe/sasl.ts'
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import type { Line } from '../../../src/probe/line.ts'
import type { Heard } from '../../../src/probe/reader.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())
const books = () => {
  const kept = new Map<string, TrialAccount>()
  const ever: string[] = []
  const trials: TrialAccounts = {
    remember: async (account) => void (kept.set(account.user, account), ever.push(account.user)),
    forget: async (account) => void kept.delete(account.user),
  }
  return { kept, ever, trials }
}
const check = (domain: string, trials: TrialAccounts, mayRegister = true) =>
  gather({ domain: name(domain), mayRegister }, lab.tools({ trials }))

test('an account is made, remembered before, and removed after', async () => {
  const service = await lab.service('open.example', { registration: 'open' })
  const { kept, ever, trials } = books()
  const evidence = await check('open.example', trials)
  expect(evidence.created).toEqual({ answer: 'created', removed: true })
  expect(ever).toEqual([expect.stringMatching(/^vouch-check-[0-9a-f]{12}$/)])
  expect([...kept]).toEqual([])
  expect([...service.accounts]).toEqual([])
  expect(JSON.stringify(evidence)).not.toContain(ever[0])
})
test('advertised and then denied is a refusal with its condition', async () => {
  await lab.service('denied.example', { registration: 'denied' })
  const { kept, trials } = books()
  expect((await check('denied.example', trials)).created).toEqual({
    answer: 'refused',
    removed: true,
    condition: 'forbidden',
  })
  expect([...kept]).toEqual([])
})
test('a CAPTCHA is left to people', async () => {
  await lab.service('captcha.example', { registration: 'captcha' })
  const { ever, trials } = books()
  expect((await check('captcha.example', trials)).created).toEqual({ answer: 'captcha', removed: true })
  expect(ever).toEqual([])
})
test('nothing is made without consent', async () => {
  const service = await lab.service('private.example', { registration: 'open' })
  const { ever, trials } = books()
  expect((await check('private.example', trials, false)).created).toBeUndefined()
  expect([...ever, ...service.accounts]).toEqual([])
})
test('nothing is asked for when the record cannot be made durable', async () => {
  const service = await lab.service('disk-full.example', { registration: 'open' })
  const trials: TrialAccounts = {
    remember: () => Promise.reject(new Error('disk full')),
    forget: async () => {},
  }
  await expect(check('disk-full.example', trials)).rejects.toThrow('disk full')
  expect([...service.accounts]).toEqual([])
})

test('SCRAM-SHA-256 is spoken as RFC 7677 has it, and the server proves itself', async () => {
  const sent: string[] = []
  const [salt, rounds] = [Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), 4096]
  const sasl = (kind: string, text: string): Heard => ({
    kind: 'stanza',
    rest: false,
    element: {
      name: kind,
      ns: 'urn:ietf:params:xml:ns:xmpp-sasl',
      attributes: {},
      children: [],
      text: Buffer.from(text).toString('base64'),
    },
  })
  const body = (xml: string) => Buffer.from(/>([^<]*)</.exec(xml)?.[1] ?? '', 'base64').toString()
  const answers = [
    () =>
      sasl(
        'challenge',
        `r=${/r=(.*)$/.exec(body(sent[0] ?? ''))?.[1]}server,s=${salt.toString('base64')},i=${rounds}`,
      ),
    () => {
      const bare = body(sent[0] ?? '').slice(3)
      const [plain = '', proof = ''] = body(sent[1] ?? '').split(',p=')
      const nonce = /r=(.*)$/.exec(plain)?.[1] ?? ''
      const mac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
      const salted = pbkdf2Sync('pencil', salt, rounds, 32, 'sha256')
      const message = `${bare},r=${nonce},s=${salt.toString('base64')},i=${rounds},${plain}`
      const clientKey = mac(salted, 'Client Key')
      const signature = mac(createHash('sha256').update(clientKey).digest(), message)
      const expected = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))).toString('base64')
      return sasl(
        proof === expected ? 'success' : 'failure',
        `v=${mac(mac(salted, 'Server Key'), message).toString('base64')}`,
      )
    },
  ]
  const line: Line = {
    send: (text) => void sent.push(text),
    next: async () => (answers.shift() as () => Heard)(),
    pending: () => false,
    release: () => {},
    transcript: () => '',
  }
  await expect(
    authenticate(line, ['PLAIN', 'SCRAM-SHA-256'], 'user', 'pencil', 1000),
  ).resolves.toBeUndefined()
})
