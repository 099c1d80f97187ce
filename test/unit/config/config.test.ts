import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { configSchema } from '../../../src/config-schema.ts'
import { ConfigError, readConfig } from '../../../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
function config(content: unknown, name = 'vouch.json') {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return () => readConfig(path)
}
/** With the secrets read. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (typeof one === 'function' ? (one as () => unknown)() : one)),
  )
const problemsOf = (read: () => unknown): string => {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('the config', () => {
  it('is the embedded default when there is no file', () => {
    const empty = mkdtempSync(join(folder, 'empty-'))
    expect(readConfig(undefined, undefined, empty)).toMatchObject({
      embedded: true,
      data: join(empty, 'data'),
      mailbox: { maildir: join(empty, 'data', 'mailbox'), smtp: '127.0.0.1:2525' },
      outgoing: { maildir: join(empty, 'data', 'sent') },
      web: { listen: '127.0.0.1:8080' },
      authenticate: { with: 'none' },
      policy: { consent: 'off', trial: 30 * 86_400_000, undoWindow: 600_000, adminChat: 'off' },
    })
  })
  it('asks for authentication and consent as soon as there is a file', () => {
    expect(config({})()).toMatchObject({
      embedded: false,
      authenticate: { with: 'dkim' },
      policy: { consent: 'required' },
    })
  })
  it('names every problem at once', () => {
    const said = problemsOf(
      config({
        adress: 'x',
        mailbox: { imap: { host: 'mail.example.org', prot: 993 } },
        reviewers: [{ name: 'Rita', email: 'nobody' }],
        digest: { timeZone: 'Mars/Olympus', at: '25:00' },
        policy: { trial: 'a month', uptime: 99.9, wanted: true },
        probe: { resolvers: ['here'] },
      }),
    )
    for (const key of [
      'adress',
      'mailbox.imap.prot',
      'mailbox.imap.user',
      'reviewers.0.email',
      'digest.timeZone',
      'digest.at',
      'policy.trial',
      'policy.uptime',
      'policy.wanted',
      'probe.resolvers.0',
    ])
      expect(said, key).toContain(key)
  })
  it('says where JSON ends to be JSON, and which file', () => {
    expect(problemsOf(config('{ "team": [ }'))).toMatch(/vouch\.json is not JSON/)
    expect(problemsOf(() => readConfig(join(folder, 'nowhere.json')))).toMatch(/cannot read .*nowhere\.json/)
  })
  it('reads passwords from files beside it, and names the ones that are not there', () => {
    writeFileSync(join(folder, 'password'), 'secret\n')
    const imap = { host: 'mail.example.org', user: 'desk', passwordFile: 'password' }
    expect(plain(config({ mailbox: { imap } })().mailbox)).toMatchObject({
      imap: { password: 'secret', port: 993, tls: true, inbox: 'INBOX', pollEvery: 30_000 },
    })
    expect(
      problemsOf(
        config({
          mailbox: { imap: { ...imap, passwordFile: 'lost' } },
          outgoing: { smtp: { host: 'mail.example.org', user: 'desk', passwordFile: 'gone' } },
        }),
      ),
    ).toMatch(/lost[\s\S]*gone/)
  })
  it('gives a password as its file has it now: a changed one counts from the next login on', () => {
    const path = join(folder, 'password')
    writeFileSync(path, 'old\n')
    const { mailbox, outgoing } = config({
      mailbox: { imap: { host: 'mail.example.org', user: 'desk', passwordFile: 'password' } },
      outgoing: { smtp: { host: 'mail.example.org', user: 'desk', passwordFile: 'password' } },
    })()
    writeFileSync(path, 'new\n')
    expect([plain(mailbox), plain(outgoing)]).toMatchObject([
      { imap: { password: 'new' } },
      { smtp: { password: 'new' } },
    ])
    rmSync(path) // for the moment in which it is replaced
    expect(plain(mailbox)).toMatchObject({ imap: { password: 'new' } })
  })
  it('leaves the password files alone where nobody logs in', () => {
    const path = join(folder, 'vouch.json')
    const lost = { host: 'mail.example.org', user: 'desk', passwordFile: 'lost' }
    const accounts = [{ jid: 'checker@a.example', passwordFile: 'lost' }]
    writeFileSync(path, JSON.stringify({ mailbox: { imap: lost }, xmpp: { accounts } }))
    expect(readConfig(path, undefined, folder, false).accounts).toMatchObject([{ password: '' }])
    expect(() => readConfig(path)).toThrow(ConfigError)
  })
  it('may begin with the mark that Windows editors write', () =>
    expect(config('\ufeff{"name":"The desk"}')().name).toBe('The desk'))
  it('shrinks the waits that nobody set with a short trial, and only those', () => {
    const { policy } = config({ policy: { trial: '15s', probeEvery: '1s', recheckEvery: '1h' } })()
    expect(policy).toMatchObject({
      trial: 15_000,
      undoWindow: 1500,
      secondLook: 1500,
      recheckEvery: 3_600_000,
      remindOperator: [7 * 86_400_000, 14 * 86_400_000],
    })
  })
  it('refuses to require the administrator’s chat without an account to chat from', () => {
    expect(problemsOf(config({ policy: { adminChat: 'required' } }))).toMatch(
      /policy\.adminChat.*xmpp\.accounts/,
    )
  })
  it('takes every key of the contracts, each with the default that stands there', () => {
    for (const name of ['imap', 'smtp', 'account', 'extra.pem']) writeFileSync(join(folder, name), 'x')
    const policy = {
      trial: '30d',
      trialAtMost: '90d',
      uptime: 0.999,
      coverage: 0.95,
      probeEvery: '60s',
      recheckEvery: '1d',
      recheckAtMost: '1h',
      secondLook: '30s',
      consent: 'required',
      adminChat: 'optional',
      phone: 'optional',
      undoWindow: '10m',
      tokenLife: '30d',
      remindReviewers: ['3d', '7d', '14d'],
      remindOperator: ['7d', '14d'],
      expireAfter: '30d',
      suspendBelow: 0.995,
      suspendAfterDown: '24h',
      delistAfter: '14d',
      certificateWarnings: ['14d', '7d', '2d'],
      maintenanceAtMost: '4h',
      keepMail: '30d',
      keepClosed: '365d',
    }
    const imap = { host: 'mail.example.org', user: 'desk', passwordFile: 'imap' }
    const smtp = { host: 'mail.example.org', user: 'desk', passwordFile: 'smtp' }
    const accounts = [
      { jid: 'checker@a.example', passwordFile: 'account', host: 'xmpp.a.example', port: 5223 },
    ]
    const bare = { mailbox: { imap }, outgoing: { smtp }, xmpp: { accounts } }
    const whole = {
      address: 'verification@jabber.org',
      name: 'Jabber.org service verification',
      mailbox: {
        imap: {
          ...imap,
          port: 993,
          tls: true,
          inbox: 'INBOX',
          done: 'Done',
          quarantine: 'Quarantine',
          pollEvery: '30s',
        },
      },
      outgoing: { smtp: { ...smtp, port: 587, tls: 'starttls' } },
      authenticate: { with: 'dkim' },
      reviewers: [],
      quorum: 1,
      team: [],
      digest: { day: 'monday', at: '08:00', timeZone: 'UTC', whenEmpty: false },
      data: 'data',
      web: { listen: '127.0.0.1:8080' },
      xmpp: { accounts },
      probe: { references: ['jabber.de', 'conversations.im', 'xmpp.org'] },
      policy,
    }
    // A quorum that nobody can reach is a contradiction; every other value is the default.
    const { quorum: _, ...sameAsDefault } = whole
    expect(plain(config(sameAsDefault)())).toEqual(plain(config(bare)()))
    const more = {
      ...whole,
      reviewers: [{ name: 'Rita', email: 'rita@example.org' }],
      team: ['team@example.org'],
      web: { listen: '127.0.0.1:8080', url: 'https://im.example.org/', metrics: '127.0.0.1:9464' },
      probe: {
        resolvers: ['127.0.0.1:5353'],
        certificateAuthorities: 'extra.pem',
        allow: ['127.0.0.0/8'],
        references: ['jabber.de'],
        source: 'https://example.org/probing',
      },
    }
    expect(config(more)()).toMatchObject({
      data: join(folder, 'data'),
      probe: { extraRoots: 'x', source: 'https://example.org/probing' },
    })
    for (const kind of [
      { with: 'dkim' },
      { with: 'header', server: 'mx.example.org' },
      { with: 'none' },
    ] as const)
      expect(config({ authenticate: kind })().authenticate).toEqual(kind)
    expect(
      config({
        mailbox: { maildir: 'data/mailbox', smtp: '127.0.0.1:2525', pollEvery: '1s' },
        outgoing: { maildir: 'data/sent' },
      })(),
    ).toMatchObject({
      mailbox: { maildir: join(folder, 'data/mailbox'), smtp: '127.0.0.1:2525', pollEvery: 1000 },
      outgoing: { maildir: join(folder, 'data/sent') },
    })
  })
  it('tells a single problem in the same line as the file', () => {
    expect(problemsOf(config({ nam: 'x' }))).toMatch(/^[^\n]*vouch\.json: nam: unknown key$/)
  })
  it('ships the schema that it checks with', () => {
    const path = resolve(import.meta.dirname, '../../../src/vouch.schema.json')
    const wanted = `${JSON.stringify(configSchema(), undefined, 2)}\n`
    if (process.env['VOUCH_UPDATE'] === '1') writeFileSync(path, wanted)
    expect(
      JSON.parse(readFileSync(path, 'utf8')),
      'run the test with VOUCH_UPDATE=1 to write it anew',
    ).toEqual(JSON.parse(wanted))
  })
})
