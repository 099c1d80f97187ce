import { describe, expect, test } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import { checkJson } from '../../../src/checks/check-json.ts'
import { judge, verdict } from '../../../src/checks/judge.ts'
import type { Outcome } from '../../../src/checks/outcome.ts'
import { words } from '../../../src/checks/words.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import type { Instant } from '../../../src/values/instant.ts'
import * as of from './evidence-of.ts'
import { judged, outcomeOf, wordsOf } from './judged.ts'
import { services } from './services.ts'

describe('verdict', () => {
  const one = (level: Outcome['level'], outcome: Outcome['outcome']): Outcome => ({
    id: 'x',
    clause: 'P1',
    level,
    outcome,
    reason: 'r',
    facts: {},
    since: of.at,
  })
  test('any must that fails refuses, whatever is unknown beside it', () => {
    expect(verdict([one('must', 'unknown'), one('must', 'fail')])).toBe('not-eligible')
  })
  test('else any must that is unknown leaves it open', () => {
    expect(verdict([one('must', 'pass'), one('must', 'unknown')])).toBe('inconclusive')
  })
  test('nothing else blocks', () => {
    const rest = (['should', 'info', 'human'] as const).flatMap((level) =>
      (['fail', 'warn', 'unknown'] as const).map((outcome) => one(level, outcome)),
    )
    expect(verdict([one('must', 'warn'), one('must', 'not-applicable'), ...rest])).toBe('eligible')
  })
})

describe('since', () => {
  const later = (evidence: Evidence): Evidence => ({ ...evidence, at: '2026-11-23T10:00:00.000Z' as Instant })
  const since = (now: Evidence) => {
    const before = judged(of.evidence())
    return judge(allChecks, { evidence: later(now), policy: policy2008 }, before).find(
      ({ id }) => id === 's2s.connect',
    )?.since
  }
  test('an outcome that stands keeps the day it came', () => expect(since(of.evidence())).toBe(of.at))
  test('an outcome that is new is of today', () =>
    expect(since(of.withContacts(of.troubled('s2s starttls', 'connect', 'refused')))).toBe(
      '2026-11-23T10:00:00.000Z',
    ))
})

describe('typical services', () => {
  test.each([
    ['good', 'eligible', []],
    ['self-signed', 'not-eligible', ['tls.selfsigned']],
    ['missing intermediate', 'not-eligible', ['tls.intermediate']],
    ['wrong name', 'not-eligible', ['tls.identity.c2s', 'tls.identity.s2s']],
    ['no direct TLS', 'not-eligible', ['c2s.direct']],
    ['host unknown', 'not-eligible', ['c2s.stream', 's2s.stream']],
    ['dead s2s', 'not-eligible', ['s2s.connect']],
    ['no registration', 'not-eligible', ['reg.any']],
    ['SERVFAIL', 'inconclusive', []],
    ['one of two targets closed', 'eligible', []],
  ] as const)('%s: %s', (name, expected, faults) => {
    const outcomes = judged(services[name] as Evidence)
    expect(verdict(outcomes)).toBe(expected)
    expect(outcomes.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).toEqual(faults)
  })
})

describe('words', () => {
  const prosody = { transcript: "S: <c xmlns='http://jabber.org/protocol/caps' node='http://prosody.im'/>" }
  const noTls = (more = {}) => of.withContacts(of.troubled('c2s starttls', 'starttls', 'no-starttls', more))
  test('the fix names the option of the software that was found', () => {
    expect(wordsOf('c2s.starttls', noTls(prosody)).fix).toContain('modules_enabled')
    expect(wordsOf('c2s.starttls', noTls()).fix).not.toContain('modules_enabled')
  })
  test('it still does when the evidence is long gone', () => {
    expect(words(outcomeOf('c2s.starttls', noTls(prosody))).fix).toContain(
      'prosodyctl --root cert import im.example.org',
    )
  })
  test('the version that the server tells outweighs hints, and an unknown one is not guessed at', () => {
    const federation = { answers: [], contacts: [], version: { name: 'Snikket' } }
    expect(wordsOf('c2s.starttls', { ...noTls(prosody), federation }).fix).not.toContain('modules_enabled')
  })
  test('a stored outcome of a check or reason that is gone keeps its code', () => {
    const outcome: Outcome = { ...outcomeOf('tls.chain', of.evidence()), reason: 'gone-since' }
    expect(words(outcome)).toEqual({
      title: 'The certificate is of a recognised certification authority',
      found: 'gone-since',
    })
    expect(words({ ...outcome, id: 'dns.tlsa' })).toEqual({ title: 'dns.tlsa', found: 'gone-since' })
  })
  test('text of strangers cannot fill in placeholders, drive a terminal or fill a page', () => {
    const detail = `\u001b[2J{{host}}\u202e${'x'.repeat(1000)}`
    const { found } = wordsOf(
      'c2s.stream',
      of.withContacts(of.troubled('c2s starttls', 'stream', 'not-xmpp', { detail })),
    )
    expect(found).not.toMatch(/\p{Cc}|\u202e/u)
    expect(found).toContain('[2J{ {host}}xxx')
    expect(found.length).toBeLessThan(400)
  })
  test('sentences end well, whatever a stranger said or did not say', () => {
    const closing = (detail: string) =>
      wordsOf('c2s.stream', of.withContacts(of.troubled('c2s starttls', 'stream', 'bad-stream', { detail })))
        .found
    expect(closing('two roots')).toBe(
      'The stream that xmpp1.example.org:5222 opens breaks the rules of XMPP: two roots.',
    )
    expect(closing('Go away.')).toMatch(/XMPP: Go away\.$/)
    expect(closing('')).toMatch(/the rules of XMPP\.$/)
  })
  test('a command that shows the same quotes no stranger', () => {
    expect(
      wordsOf('c2s.connect', of.withContacts(of.troubled('c2s starttls', 'connect', 'refused'))).repeat,
    ).toBe('curl -sv -m 5 telnet://xmpp1.example.org:5222 </dev/null')
    expect(
      wordsOf(
        'c2s.connect',
        of.withContacts(of.troubled('c2s starttls', 'connect', 'refused', { target: 'x;reboot' })),
      ).repeat,
    ).toBeUndefined()
    const url = "https://im.example.org/?a='$(reboot)'"
    expect(
      wordsOf('web.reach', of.evidence({ website: { visits: [of.visit(url, { status: 404 })], pages: [] } }))
        .repeat,
    ).toContain("'https://im.example.org/?a=%27$(reboot)%27'")
  })
  test('certificates are shown by openssl, with the name of the domain and not of the machine', () => {
    expect(wordsOf('tls.selfsigned', services['self-signed'] as Evidence).repeat).toBe(
      'openssl s_client -connect xmpp1.example.org:5222 -starttls xmpp -xmpphost im.example.org -servername im.example.org -verify_hostname im.example.org -showcerts </dev/null',
    )
  })
})

test('the JSON is the published one', () => {
  const evidence = services['self-signed'] as Evidence
  const json = checkJson('im.example.org', evidence, judged(evidence))
  expect({ ...json, outcomes: [], evidence: {} }).toEqual({
    domain: 'im.example.org',
    verdict: 'not-eligible',
    startedAt: of.at,
    durationMs: 412,
    outcomes: [],
    evidence: {},
  })
  expect(json.evidence).toBe(evidence)
  expect(json.outcomes.find(({ id }) => id === 'tls.selfsigned')).toEqual({
    id: 'tls.selfsigned',
    clause: 'P1',
    level: 'must',
    outcome: 'fail',
    title: 'The certificate is not self-signed',
    found: expect.stringContaining('xmpp1.example.org:5222 is self-signed'),
    fix: expect.stringContaining('recognised authority'),
    endpoint: 'c2s starttls xmpp1.example.org:5222 192.0.2.7',
    repeat: expect.stringContaining('openssl s_client'),
  })
})
