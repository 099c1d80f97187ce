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
    expect(config({ mailbox: { imap } })().mailbox).toMatchObject({
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
