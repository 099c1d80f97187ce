import { describe, expect, it } from 'vitest'
import { days, instant, millis, type Instant } from '../../../src/values/instant.ts'
import type { DomainName, EmailAddress, TicketId } from '../../../src/values/names.ts'
import { policy2008 } from '../../../src/policy/policy.ts'
import type { Measured } from '../../../src/evidence/evidence.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type { Fact } from '../../../src/ticket/fact.ts'
import { reviewRevision, type Ticket } from '../../../src/ticket/known.ts'
import { entry } from '../../../src/listing/entry.ts'
import { eventsOf } from '../../../src/listing/history.ts'

const operator = 'operator@example.net' as EmailAddress
const at = (day: number): Instant => instant(millis('2026-01-01T00:00:00.000Z' as Instant) + days(day))
const claims = {
  domain: 'im.example.org',
  certificateAuthority: 'StartSSL',
  website: 'https://im.example.org/',
  'admin.name': 'Alice Admin',
  'admin.email': operator,
  'admin.jid': 'alice@im.example.org',
  'admin.phone': '+4930901820',
  location: { latitude: 52.52, longitude: 13.4 },
  country: 'FR',
  serverSoftware: 'jabberd 1.4',
  description: 'A friendly\u202e service\u0000',
} as unknown as Claims
type Milestone = Extract<Fact, { kind: 'milestone' }>['to']

const claimed = (id: string, day: number, what: Claims): Fact[] => [
  {
    id,
    at: at(day),
    kind: 'claimed',
    by: operator,
    mail: id as never,
    submission: { claims: what, sources: {}, problems: [] },
  },
  { id: `${id}:sure`, at: at(day), kind: 'sender-confirmed', of: id, how: 'dkim' },
]
function ticket(measured: Measured, ...milestones: [number, Milestone, string?][]): Ticket {
  const facts = [
    ...claimed('mail:1', 0, claims),
    {
      id: 'run:1',
      at: at(1),
      kind: 'checked',
      run: '1',
      revision: 'mail:1',
      policy: 'p',
      verdict: 'eligible',
      outcomes: [],
      measured,
    },
  ] as unknown as Fact[]
  const begun: Ticket = {
    version: 1,
    id: 'IM-2026-0001' as TicketId,
    domain: 'im.example.org' as DomainName,
    facts,
    letters: [],
  }
  const vote: Fact = {
    id: 'vote',
    at: at(30),
    kind: 'voted',
    by: 'reviewer@desk.example' as EmailAddress,
    vote: 'approve',
    revision: reviewRevision(begun),
  }
  const crossed = milestones.map(([day, to, reason = 'all-met']): Fact => ({
    id: `milestone:${day}`,
    at: at(day),
    kind: 'milestone',
    to,
    reason,
  }))
  return { ...begun, facts: [...facts, vote, ...crossed] }
}
const seen: Measured = {
  issuer: "Let's Encrypt",
  software: 'Prosody 0.12.4',
  country: 'DE' as never,
  registration: { inBand: true },
  features: ['muc'],
}
const shown = (one: Ticket, day = 40) => entry(one, policy2008, at(day))

describe('an entry', () => {
  it('holds what was measured where it was measured, and says so', () => {
    expect(shown(ticket(seen, [31, 'listed']))).toMatchObject({
      software: 'Prosody 0.12.4',
      country: 'DE',
      certificateAuthority: "Let's Encrypt",
      registration: { inBand: true },
      sources: {
        software: 'measured',
        country: 'measured',
        certificateAuthority: 'measured',
        website: 'claimed',
      },
    })
  })
  it('holds what was claimed where nothing was measured', () => {
    const one = shown(ticket({}, [31, 'listed']))
    expect(one).toMatchObject({ software: 'jabberd 1.4', country: 'FR', sources: { software: 'claimed' } })
    expect(one).not.toHaveProperty('registration')
    expect(one).not.toHaveProperty('features')
  })
  it('takes the country from the place when nobody says it', () => {
    const { country: _, ...placed } = claims as Record<string, unknown>
    const one = ticket({}, [31, 'listed'])
    const told = one.facts.map((fact) =>
      fact.kind === 'claimed'
        ? { ...fact, submission: { ...fact.submission, claims: placed as Claims } }
        : fact,
    )
    expect(shown({ ...one, facts: told })).toMatchObject({ country: 'DE', sources: { country: 'claimed' } })
  })
  it('is free of characters that turn or break text', () => {
    expect(shown(ticket(seen, [31, 'listed']))?.description).toBe('A friendly service')
  })
  it('has no telephone number, mail address or name of a person anywhere', () => {
    const text = JSON.stringify(shown(ticket(seen, [31, 'listed'])))
    expect(text).not.toMatch(/90901820|operator@|Alice/)
    expect(text).toContain('alice@im.example.org')
  })
  it('shows approved claims while a correction waits for its review', () => {
    const one = ticket(seen, [31, 'listed'])
    const corrected = { ...one, facts: [...one.facts, ...claimed('mail:2', 35, { description: 'BUY NOW' })] }
    expect(shown(corrected)?.description).toBe('A friendly service')
  })
  it('is there only while the service is listed', () => {
    expect(shown(ticket(seen))).toBeUndefined()
    expect(shown(ticket(seen, [31, 'listed'], [33, 'suspended']))).toBeUndefined()
    expect(shown(ticket(seen, [31, 'listed'], [33, 'delisted']))).toBeUndefined()
  })
  it('counts its age from the first listing, through suspensions, not through removals', () => {
    expect(shown(ticket(seen, [31, 'listed'], [33, 'suspended'], [34, 'listed']))?.listedSince).toBe(at(31))
    expect(
      shown(ticket(seen, [31, 'listed'], [33, 'delisted'], [34, 'open'], [36, 'listed']))?.listedSince,
    ).toBe(at(36))
  })
})

describe('the public log', () => {
  it('tells listing, suspension, return and removal with coded reasons', () => {
    const one = ticket(
      seen,
      [31, 'listed'],
      [33, 'suspended', 'tls.dates c2s.reach'],
      [34, 'listed', 'whole-again'],
      [36, 'withdrawn', 'asked-for'],
    )
    expect(eventsOf(one).map(({ event, reason }) => `${event}: ${reason}`)).toEqual([
      'listed: all-met',
      'suspended: tls.dates c2s.reach',
      'revived: whole-again',
      'removed: withdrawn',
    ])
  })
  it('keeps silent about a service that was never listed', () => {
    expect(eventsOf(ticket(seen, [31, 'rejected', 'Alice was rude on the phone']))).toEqual([])
  })
  it('repeats nothing that a person wrote', () => {
    expect(
      eventsOf(ticket(seen, [31, 'listed'], [33, 'suspended', 'Alice, +49 30 901820, was rude'])).at(-1)
        ?.reason,
    ).toBe('other')
  })
})
