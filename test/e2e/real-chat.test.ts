import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest'
import { openAccounts, type Accounts } from '../../src/accounts/accounts.ts'
import type { Jid } from '../../src/values/names.ts'
import { noKnot, startKnot } from '../servers/knot.ts'
import { freePorts } from '../servers/mail-daemon.ts'
import { noProsody, startProsody, type XmppServer } from '../servers/prosody.ts'
import {
  authority,
  certificateFor,
  cleanUp,
  eventually,
  folder,
  form,
  intoMaildir,
  passOver,
  recordsOf,
  run,
  startDesk,
  websiteOf,
} from './real-world.ts'

const skip = passOver('the administrator asked by chat', [noProsody(), noKnot()])
const domain = 'prosody.example'

describe.skipIf(skip)('the administrator of a service, asked by chat over two Prosodys', () => {
  const closing: (() => Promise<unknown>)[] = []
  let dir = ''
  let service: XmppServer
  let website = ''
  let people: (name: string) => Accounts
  beforeAll(async () => {
    const [port] = (await freePorts(1)) as [number]
    const resolver = `127.0.0.1:${port}`
    const prosody = (name: string, address: string, users: { readonly [name: string]: string }) =>
      startProsody({
        hosts: [{ domain: name, certificate: certificateFor(name), users }],
        address,
        resolver,
        roots: authority.root,
      })
    const ours = await prosody('checker-a.example', '127.0.0.2', { checker: 'secret' })
    service = await prosody(domain, '127.0.0.4', { admin: 'secret', mallory: 'secret' })
    const dns = await startKnot(
      ['example'],
      { ...recordsOf('checker-a.example', ours), ...recordsOf(domain, service) },
      port,
    )
    const site = await websiteOf(domain)
    website = site.url
    for (const server of [ours, service, dns]) closing.push(() => server.stop())
    closing.push(() => site.close())
    people = (name) => {
      const login = {
        jid: `${name}@${domain}`,
        password: 'secret',
        host: service.address,
        port: service.ports.direct,
      }
      const account = openAccounts([login], { resolvers: [resolver], extraRoots: authority.root })
      closing.push(() => account.close())
      return account
    }
    dir = deskFolder(ours, resolver)
  })
  afterAll(async () => {
    cleanUp()
    for (const close of closing.toReversed()) await close()
  })
  const facts = async (kind: string): Promise<unknown[]> => {
    const { out } = await run(['ticket', 'show', 'IM-2026-0001', '--config', join(dir, 'vouch.json')])
    return (JSON.parse(out) as { facts: { kind: string }[] }).facts.filter((one) => one.kind === kind)
  }

  it('a wrong password of ours is told, however often it is tried, and ends nothing', async () => {
    const login = {
      jid: `admin@${domain}`,
      password: 'wrong',
      host: service.address,
      port: service.ports.direct,
    }
    for (let tries = 0; tries < 6; tries += 1) {
      const account = openAccounts([login], { resolvers: [], extraRoots: authority.root })
      await account.connect() // vitest fails on a rejection that nobody handles
      expect(account.trouble()).toMatchObject([{ says: expect.stringContaining('not-authorized') as string }])
      await account.close()
    }
  })
  it('the code counts when it comes back from that JID, and from nobody else', async () => {
    const admin = people('admin')
    const mallory = people('mallory')
    const chat = new Promise<{ from: string; body: string }>((heard) => admin.hear(heard))
    await Promise.all([admin.connect(), mallory.connect()])
    const child = await startDesk(['--config', join(dir, 'vouch.json')])
    onTestFailed(() => void process.stderr.write(child.log()))
    submit(dir, form(domain, { website, port: service.ports.direct }))
    const { from, body } = await chat
    expect(from).toBe('checker@checker-a.example')
    expect(body).toContain(domain)
    const code = /\d{4}-\d{4}|\b[\w]{4}-[\w]{4}\b/.exec(body)?.[0] ?? 'no code'
    const answer = `The code is ${code}.`
    expect(await mallory.say('checker@checker-a.example' as Jid, answer, 'm1')).toMatchObject({
      result: 'accepted',
    })
    expect(await facts('admin-answered')).toEqual([])
    await admin.say('checker@checker-a.example' as Jid, answer, 'a1')
    const [fact] = await eventually(async () => {
      const found = await facts('admin-answered')
      return found.length > 0 ? found : undefined
    }, 'the answer of the administrator')
    expect(fact).toMatchObject({ jid: `admin@${domain}`, how: 'chat' })
  })
})

function deskFolder(ours: XmppServer, resolver: string): string {
  const dir = folder()
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text, { mode: 0o600 })
  write('password', 'secret\n')
  write('ca.pem', authority.root)
  const account = { jid: 'checker@checker-a.example', passwordFile: 'password' }
  const settings = {
    address: 'verification@desk.example',
    mailbox: { maildir: 'data/mailbox', pollEvery: '1s' },
    outgoing: { maildir: 'data/sent' },
    authenticate: { with: 'none' },
    reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
    web: { listen: '127.0.0.1:0' },
    xmpp: { accounts: [{ ...account, host: ours.address, port: ours.ports.direct }] },
    probe: {
      resolvers: [resolver],
      certificateAuthorities: 'ca.pem',
      allow: ['127.0.0.0/8'],
      references: [],
    },
    policy: { trial: '15s', probeEvery: '1s', consent: 'off', adminChat: 'required' },
  }
  write('vouch.json', JSON.stringify(settings))
  return dir
}
function submit(dir: string, text: string): void {
  const head = `From: admin@${domain}\r\nTo: verification@desk.example\r\nSubject: List us\r\nMessage-ID: <1@${domain}>\r\n\r\n`
  intoMaildir(join(dir, 'data/mailbox'), '1.test', head + text.replaceAll('\n', '\r\n'))
}
