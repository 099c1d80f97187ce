import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noKnot, startKnot, type Knot } from '../servers/knot.ts'
import { noProsody, startProsody, type XmppServer } from '../servers/prosody.ts'
import { noMail, password, signing, startMail, type Mail } from './real-mail.ts'
import {
  authority,
  certificateFor,
  cleanUp,
  folder,
  passOver,
  recordsOf,
  run,
  startDesk,
} from './real-world.ts'

type Finding = { readonly about: string; readonly result: 'ok' | 'warn' | 'FAIL'; readonly says: string }
type Change = { readonly [key: string]: unknown }
const skip = passOver('vouch doctor among real servers', [...noMail(), noKnot(), noProsody()])

describe.skipIf(skip)('vouch doctor among Postfix, Dovecot, Prosody and Knot', () => {
  let mail: Mail
  let prosody: XmppServer
  let dns: Knot
  let dir = ''
  beforeAll(async () => {
    mail = await startMail(['verification', 'rita'])
    const domain = 'accounts.example'
    const hosts = [{ domain, certificate: certificateFor(domain), users: { one: password, two: password } }]
    prosody = await startProsody({ hosts, roots: authority.root })
    dns = await startKnot(['example'], {
      ...recordsOf(domain, prosody),
      ...signing('desk.example'),
      'desk.example': ['A 127.0.0.1', 'TXT "v=spf1 mx -all"'],
      '_dmarc.desk.example': ['TXT "v=DMARC1; p=reject"'],
      'open.example': ['TXT "v=spf1 +all"'],
    })
  })
  afterAll(async () => {
    cleanUp()
    await Promise.all([mail.stop(), prosody.stop(), dns.stop()])
  })
  /** Writes vouch.json with everything right, changed at the top level, and runs the doctor. */
  function settings(change: Change = {}): string {
    dir = folder()
    const write = (name: string, text: string) => writeFileSync(join(dir, name), text, { mode: 0o600 })
    write('password', `${password}\n`)
    write('wrong', 'wrong\n')
    write('mail-ca.pem', mail.ca)
    write('ca.pem', authority.root)
    const account = { passwordFile: 'password', host: '127.0.0.1', port: prosody.ports.direct }
    const right = {
      address: 'verification@desk.example',
      mailbox: { imap: imap() },
      outgoing: {
        smtp: { host: 'localhost', port: mail.postfix.smtp, certificateAuthorities: 'mail-ca.pem' },
      },
      reviewers: [{ name: 'Rita', email: 'rita@desk.example' }],
      web: { listen: '127.0.0.1:0', url: 'https://list.example/' },
      xmpp: {
        accounts: [
          { jid: 'one@accounts.example', ...account },
          { jid: 'two@accounts.example', ...account },
        ],
      },
      probe: {
        resolvers: [dns.address],
        certificateAuthorities: 'ca.pem',
        allow: ['127.0.0.0/8'],
        references: ['accounts.example'],
      },
    }
    write('vouch.json', JSON.stringify({ ...right, ...change }))
    return join(dir, 'vouch.json')
  }
  const imap = (more: object = {}): object => ({
    host: 'localhost',
    port: mail.dovecot.imaps,
    user: 'verification',
    passwordFile: 'password',
    certificateAuthorities: 'mail-ca.pem',
    ...more,
  })
  async function examined(
    config: string,
    ...args: string[]
  ): Promise<{ code: number | null; of: (about: string) => Finding | undefined; failed: string[] }> {
    const { code, out, err } = await run(['doctor', '--json', '--config', config, ...args])
    expect(err).toBe('')
    const { findings } = JSON.parse(out) as { findings: Finding[] }
    const failed = findings.filter((one) => one.result === 'FAIL').map((one) => one.about)
    return { code, failed, of: (about) => findings.findLast((one) => one.about === about) }
  }

  it('finds nothing to mend where everything is right, and touches nothing', async () => {
    const { code, failed, of } = await examined(settings(), '--selector', 'mail')
    expect(failed).toEqual([])
    expect(code).toBe(0)
    for (const about of [
      'config',
      'data',
      'mailbox',
      'new mail',
      'letters',
      'resolver',
      'xmpp account',
      'reference',
      'templates',
      'page',
      'spf',
      'dkim',
      'dmarc',
    ])
      expect(of(about)).toMatchObject({ about, result: 'ok' })
    expect(of('folders')).toMatchObject({
      result: 'warn',
      says: expect.stringContaining('Done and Quarantine') as string,
    })
    expect(mail.dovecot.doveadm('mailbox', 'list', '-u', 'verification')).not.toContain('Done')
  })
  it('sends a letter on demand, which arrives', async () => {
    const { of } = await examined(settings(), '--send', 'rita@desk.example')
    expect(of('test letter')).toMatchObject({ result: 'ok' })
    const letter = await mail.letter('rita', 'rita@desk.example', /doctor/)
    expect(letter.headers.get('auto-submitted')).toBe('auto-generated')
  })
  it('sends one to itself as answers come, finds it in the mailbox, and leaves none there', async () => {
    const { code, of } = await examined(settings(), '--send', 'verification@desk.example')
    expect(code).toBe(0)
    expect(of('round trip')?.says).toMatch(/^a letter to verification\+doctor@desk\.example came back/)
    expect(of('signature')).toMatchObject({ result: 'warn' }) // this Postfix signs nothing
    expect(mail.countIn('verification', 'INBOX')).toBe(0)
  })
  it('works beside a running desk, and says that it runs', async () => {
    const config = settings()
    const child = await startDesk(['--config', config])
    const { code, of } = await examined(config, '--send', 'verification@desk.example')
    expect(code).toBe(0)
    expect(of('round trip')).toMatchObject({ result: 'ok' }) // the desk took it before, to Done
    expect(of('desk')).toMatchObject({ says: 'a desk is running on this data folder' })
    expect(of('secret')).toMatchObject({ says: 'readable by its owner only' })
    child.kill('SIGKILL')
  })
  it.each<[string, string, RegExp, () => Change]>([
    [
      'a wrong password of the mailbox',
      'mailbox',
      /refuses the login of verification.*password file/,
      () => ({ mailbox: { imap: imap({ passwordFile: 'wrong' }) } }),
    ],
    [
      'an authority that is not named',
      'mailbox',
      /certificate.*name its authority/i,
      () => ({ mailbox: { imap: imap({ certificateAuthorities: undefined }) } }),
    ],
    [
      'an inbox that is not there',
      'mailbox',
      /Nowhere does not exist/,
      () => ({ mailbox: { imap: imap({ inbox: 'Nowhere' }) } }),
    ],
    [
      'a port where nothing listens',
      'letters',
      /127\.0\.0\.1:1.*Check outgoing\.smtp\.host and port/,
      () => ({ outgoing: { smtp: { host: 'localhost', port: 1 } } }),
    ],
    [
      'a login that is not offered',
      'letters',
      /outgoing\.smtp\.user/,
      () => ({
        outgoing: {
          smtp: {
            host: 'localhost',
            port: mail.postfix.smtp,
            certificateAuthorities: 'mail-ca.pem',
            user: 'x',
            passwordFile: 'password',
          },
        },
      }),
    ],
    [
      'a resolver that is not there',
      'resolver',
      /127\.0\.0\.1:9 is not there/,
      () => ({ probe: { resolvers: ['127.0.0.1:9'], references: [] } }),
    ],
    [
      'a wrong password of an account',
      'xmpp account',
      /one@accounts\.example.*password file/,
      () => ({
        xmpp: {
          accounts: [
            {
              jid: 'one@accounts.example',
              passwordFile: 'wrong',
              host: '127.0.0.1',
              port: prosody.ports.direct,
            },
          ],
        },
      }),
    ],
    ['nobody to review', 'config', /no reviewers/, () => ({ reviewers: [] })],
    [
      'an SPF record that allows everybody',
      'spf',
      /lets everybody send as open\.example/,
      () => ({ address: 'verification@open.example' }),
    ],
    [
      'a port of the page that is taken',
      'page',
      /is taken by another program/,
      () => ({ web: { listen: `127.0.0.1:${mail.dovecot.imap}` } }),
    ],
  ])('%s', async (_, about, says, change) => {
    const { code, failed, of } = await examined(settings(change()))
    expect(code).toBe(75)
    expect(failed).toContain(about)
    expect(of(about)?.result === 'FAIL' ? of(about)?.says : of(failed[0] ?? '')?.says).toMatch(says)
  })
  it('a secret that others can read, and a heartbeat from the future', async () => {
    const config = settings()
    mkdirSync(join(dir, 'data/uptime'), { recursive: true, mode: 0o700 })
    chmodSync(join(dir, 'data'), 0o700)
    writeFileSync(join(dir, 'data/secret'), `${'ab'.repeat(32)}\n`, { mode: 0o644 })
    writeFileSync(join(dir, 'data/uptime/heartbeat.json'), '{"version":1,"at":"2099-01-01T00:00:00.000Z"}')
    const { failed, of } = await examined(config)
    expect(failed.toSorted()).toEqual(['clock', 'secret'])
    expect(of('secret')?.says).toContain('chmod 600')
    expect(readFileSync(join(dir, 'data/secret'), 'utf8')).toHaveLength(65)
  })
  it('names every problem of a config that cannot be read, and exits 78', async () => {
    const { code, out } = await run(['doctor', '--config', settings({ quorum: 'two', colour: 'red' })])
    expect([code, out.split('\n').filter((line) => line.startsWith('FAIL')).length]).toEqual([78, 2])
  })
})
