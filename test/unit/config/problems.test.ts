import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
function problemsOf(content: object): string[] {
  const path = join(folder, 'vouch.json')
  writeFileSync(path, JSON.stringify(content))
  try {
    readConfig(path)
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .slice(path.length + 1)
        .trim()
        .split(/\n\s*/)
    throw error
  }
  return []
}
const imap = { host: 'mail.example.org', user: 'desk', passwordFile: 'lost' }

describe('a config with many problems', () => {
  it('is told all of them, whatever kind they are of', () => {
    const said = problemsOf({
      adress: 'x',
      mailbox: { imap },
      outgoing: { smtp: { host: 'mail.example.org', user: 'desk', passwordFile: 'gone' } },
      xmpp: { accounts: [{ jid: 'a@example.org', passwordFile: 'no-account' }] },
      probe: { certificateAuthorities: 'no-ca.pem' },
      quorum: 2,
    })
    expect(said.map((line) => line.trim().split(':')[0])).toEqual([
      'adress',
      'mailbox.imap.passwordFile',
      'outgoing.smtp.passwordFile',
      'xmpp.accounts.0.passwordFile',
      'probe.certificateAuthorities',
      'quorum',
    ])
  })
  it('is told which account is missing beside an unknown key', () => {
    expect(problemsOf({ adress: 'x', policy: { adminChat: 'required' } }).join()).toMatch(
      /adress.*policy\.adminChat.*xmpp\.accounts/,
    )
  })
})

it('what may be one thing or another is told with all it may be', () => {
  const smtp = { host: 'mail.example.org', tls: 'ssl' }
  expect(problemsOf({ outgoing: { smtp } })).toEqual([
    'outgoing.smtp.tls: expected true or false or "starttls"',
  ])
})

describe('a value that can only be a mistake is refused:', () => {
  it.each([
    ['quorum', { quorum: 5 }],
    ['quorum', { quorum: 2, reviewers: [{ name: 'Rita', email: 'rita@example.org' }] }],
    ['policy.trial', { policy: { trial: '0s' } }],
    ['policy.trial', { policy: { trial: '999999999999d' } }],
    ['policy.trialAtMost', { policy: { trial: '30d', trialAtMost: '10d' } }],
    ['policy.probeEvery', { policy: { probeEvery: '0s' } }],
    ['policy.probeEvery', { policy: { probeEvery: '1ms' } }],
    ['policy.recheckEvery', { policy: { recheckEvery: '0s' } }],
    ['policy.remindOperator.1', { policy: { remindOperator: ['7d', '0d'] } }],
    ['mailbox.pollEvery', { mailbox: { maildir: 'mail', pollEvery: '0s' } }],
    ['mailbox.smtp', { mailbox: { maildir: 'mail', smtp: '127.0.0.1:99999' } }],
    ['probe.allow.0', { probe: { allow: ['300.1.1.1/99'] } }],
    ['probe.allow.1', { probe: { allow: ['10.0.0.0/8', '10.0.0.0/33'] } }],
    ['probe.allow.0', { probe: { allow: ['::1/129'] } }],
    ['probe.resolvers.0', { probe: { resolvers: ['dns.example.org:53'] } }],
    ['probe.resolvers.0', { probe: { resolvers: ['127.0.0.1:0'] } }],
    ['web.listen', { web: { listen: '127.0.0.1:99999' } }],
    ['web.listen', { web: { listen: '127.0.0.256:80' } }],
    ['web.metrics', { web: { metrics: '[::g]:80' } }],
    ['web.url', { web: { url: 'javascript:alert(1)' } }],
  ])('%s in %j', (key, content) => {
    const said = problemsOf(content)
    expect(said).toHaveLength(1)
    expect(said[0]?.trim().split(':')[0]).toBe(key)
  })
})

describe('a value that somebody may mean stands:', () => {
  it.each([
    [{ quorum: 1, reviewers: [{ name: 'Rita', email: 'rita@example.org' }] }],
    [{ policy: { undoWindow: '0s', secondLook: '0s', recheckAtMost: '0s', maintenanceAtMost: '0s' } }],
    [{ policy: { probeEvery: '100ms', trial: '15s', trialAtMost: '15s' } }],
    [{ probe: { allow: ['127.0.0.0/8', '::1/128', 'fd00::/8'], resolvers: ['127.0.0.1:53', '[::1]:5353'] } }],
    [{ web: { listen: 'localhost:0', metrics: '[::1]:0', url: 'https://list.example.org/' } }],
  ])('%j', (content) => {
    expect(problemsOf(content)).toEqual([])
  })
})
