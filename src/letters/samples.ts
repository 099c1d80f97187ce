import type {
  Coordinates,
  CountryCode,
  DomainName,
  EmailAddress,
  Jid,
  PhoneNumber,
  Sha256,
  TicketId,
  WebAddress,
} from '../values/names.ts'
import { days, hours, minutes, plus, type Instant } from '../values/instant.ts'
import { policy2008, type Policy } from '../policy/policy.ts'
import type { Claims, Submission } from '../submission/submission.ts'
import type { Measured } from '../evidence/evidence.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Fact } from '../ticket/fact.ts'
import type { Ticket } from '../ticket/known.ts'
import { standing } from '../ticket/standing.ts'
import type { Around } from './letters.ts'

/** Sample tickets, for `vouch letter NAME --preview` and for tests. Names of RFC 2606; nobody of them exists. */
export const began = '2026-11-22T10:00:00.000Z' as Instant
export const operator = 'anna@example.org' as EmailAddress
export const domain = 'im.example.org' as DomainName
export const ticketId = 'IM-2026-0001' as TicketId
export const reviewer = 'rita@reviewers.example' as EmailAddress
export const desk = {
  name: 'Directory of public XMPP services',
  address: 'verification@directory.example',
  page: 'https://directory.example/',
  source: 'https://directory.example/probing',
}

export const fullClaims: Claims = {
  domain,
  certificateAuthority: "Let's Encrypt",
  directTlsPort: 5223,
  website: 'https://im.example.org/' as WebAddress,
  'admin.name': 'Anna Example',
  'admin.email': operator,
  'admin.jid': 'anna@im.example.org' as Jid,
  'admin.phone': '+4930901820' as PhoneNumber,
  location: { latitude: 52.52, longitude: 13.4 } as Coordinates,
  country: 'DE' as CountryCode,
  serverSoftware: 'Prosody 0.12',
  description: 'A small server for a neighbourhood in Berlin, with group chat and file transfer.',
  founded: 2007,
}
export const claimed = (claims: Claims, at = began, more: Partial<Submission> = {}, by = operator): Fact => ({
  id: `mail:${at}:claims`,
  at,
  kind: 'claimed',
  by,
  mail: 'a'.repeat(64) as Sha256,
  subject: 'Please list us',
  submission: {
    claims,
    sources: Object.fromEntries(
      Object.entries(claims).map(([field, value], i) => [
        field,
        { line: i + 3, raw: `${field}: ${String(value)}`, confidence: 'sure' as const },
      ]),
    ),
    problems: [],
    ...more,
  },
})
export const confirmed = (of: Fact, at = began): Fact => ({
  id: `${of.id}:sure`,
  at,
  kind: 'sender-confirmed',
  of: of.id,
  how: 'dkim',
})
export const measured: Measured = {
  issuer: "Let's Encrypt",
  certificateEnds: plus(began, days(75)),
  registration: { inBand: true },
  software: 'Prosody 0.12.4',
  country: 'DE' as CountryCode,
  features: ['muc', 'upload', 'proxy65'],
  websiteTitle: 'Example IM, chat for the neighbourhood',
}
const outcome = (
  id: string,
  clause: Outcome['clause'],
  reason: string,
  more: Partial<Outcome> = {},
): Outcome => ({
  id,
  clause,
  level: 'must',
  outcome: 'pass',
  reason,
  facts: {},
  since: began,
  ...more,
})
/** All in order, but for advice and what people look at. */
export const passing: readonly Outcome[] = [
  outcome('reg.any', 'P0', 'form'),
  outcome('tls.handshake', 'P1', 'good'),
  outcome('tls.chain', 'P1', 'trusted'),
  outcome('tls.validity', 'P1', 'valid'),
  outcome('tls.legacy', 'P1', 'accepted', {
    level: 'should',
    outcome: 'warn',
    facts: { versions: 'TLSv1.1' },
  }),
  outcome('c2s.connect', 'P2', 'all'),
  outcome('c2s.direct', 'P2', 'opens'),
  outcome('s2s.connect', 'P3', 'all'),
  outcome('web.reach', 'P4', 'https'),
  outcome('info.country', 'P7', 'same', { level: 'human' }),
]
export const failingOutcomes: readonly Outcome[] = passing.map((one) =>
  one.id === 'tls.validity'
    ? {
        ...one,
        outcome: 'fail',
        reason: 'expired',
        facts: { days: 3, notAfter: '2026-11-19' },
        endpoint: 'c2s starttls xmpp1.example.org:5222 192.0.2.7',
      }
    : one.id === 'c2s.direct'
      ? { ...one, outcome: 'fail', reason: 'none', facts: { tried: 'im.example.org:5223' } }
      : one,
)
export const checked = (
  claims: Fact,
  at: Instant,
  outcomes: readonly Outcome[],
  firstEligible?: Instant,
): Fact => ({
  id: `run:${at}`,
  at,
  kind: 'checked',
  run: at,
  revision: claims.id,
  policy: policy2008.version,
  verdict: outcomes.some((one) => one.level === 'must' && one.outcome === 'fail')
    ? 'not-eligible'
    : 'eligible',
  outcomes,
  measured,
  ...(firstEligible && { firstEligible }),
})
export const figures = (from: Instant, downMs: number): Figures => {
  const whole = days(30)
  const observed = Math.floor(((whole - downMs) / whole) * 1e6) / 1e6
  return {
    window: { from, to: plus(from, whole) },
    upMs: whole - downMs,
    downMs,
    unknownMs: 0,
    excludedMs: 0,
    observed,
    coverage: 1,
    bounds: [observed, observed],
    verdict: downMs > whole * 0.001 ? 'fail' : 'pass',
    outages:
      downMs === 0
        ? []
        : [
            {
              from: plus(from, days(3)),
              to: plus(from, days(3) + downMs),
              side: 'c2s',
              firstError: 'connection refused',
            },
          ],
    blips: 2,
  }
}
export const ticketOf = (facts: readonly Fact[]): Ticket => ({
  version: 1,
  id: ticketId,
  domain,
  facts,
  letters: [],
})

/** A ticket's surroundings at `now`, with its standing computed. */
export function aroundOf(
  facts: readonly Fact[],
  now: Instant,
  more: Partial<Around> = {},
  policy: Policy = policy2008,
): Around {
  const ticket = ticketOf(facts)
  return {
    desk,
    policy,
    now,
    ticket,
    standing: standing(ticket, policy, now),
    ticketPage: 'https://directory.example/t/IM-2026-0001/q8f3k2',
    sameOperator: [],
    firstToThisPerson: false,
    ...more,
  }
}

const claims = claimed(fullClaims)
const { 'admin.phone': _phone, website: _website, location: _location, ...part } = fullClaims
const halfClaims = claimed(part, began, {
  problems: [{ field: 'website', code: 'not-a-web-address', value: 'htp:/im.example.org', line: 6 }],
})
const eligible = plus(began, hours(2))
const monthLater = plus(eligible, days(30))
const yes: Fact = {
  id: 'mail:owner:0',
  at: plus(began, hours(1)),
  kind: 'owner-answered',
  by: 'hostmaster@example.org',
  operator,
  answer: 'confirm',
  how: 'mail',
}
const uptime: Fact = {
  id: 'run:uptime',
  at: monthLater,
  kind: 'uptime',
  figures: figures(eligible, minutes(22)),
  belowForSure: false,
  recent: 1,
  askAgain: plus(monthLater, hours(6)),
}
const trial = [claims, confirmed(claims), yes, checked(claims, eligible, passing, eligible)]
const milestone = (to: 'listed' | 'rejected', at: Instant, reason: string): Fact => ({
  id: `milestone:${to}:${at}`,
  at,
  kind: 'milestone',
  to,
  reason,
})

/** Lives at the moments at which letters are written. */
export const lives = {
  unproven: aroundOf([claims], began, { firstToThisPerson: true }),
  lacking: aroundOf([halfClaims, confirmed(halfClaims)], began, { firstToThisPerson: true }),
  failing: aroundOf(
    [claims, confirmed(claims), checked(claims, plus(began, minutes(1)), failingOutcomes)],
    plus(began, minutes(1)),
    {
      firstToThisPerson: true,
    },
  ),
  inTrial: aroundOf(trial, plus(eligible, minutes(1))),
  inReview: aroundOf([...trial, uptime], plus(monthLater, minutes(1))),
  listed: aroundOf(
    [...trial, uptime, milestone('listed', plus(monthLater, hours(5)), 'all-met')],
    plus(monthLater, hours(5)),
  ),
  rejected: aroundOf(
    [
      ...trial,
      uptime,
      milestone('rejected', plus(monthLater, hours(5)), 'The website says nothing of who runs the service.'),
    ],
    plus(monthLater, hours(5)),
  ),
} satisfies Record<string, Around>
