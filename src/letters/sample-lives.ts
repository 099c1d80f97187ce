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
import { days, hours, minutes, plus, seconds, type Duration, type Instant } from '../values/instant.ts'
import { policy2008, policyWith, type Policy } from '../policy/policy.ts'
import type { Claims, Submission } from '../submission/submission.ts'
import type { Evidence, Measured } from '../evidence/evidence.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Ledger } from '../uptime/ledger.ts'
import type { Fact } from '../ticket/fact.ts'
import { reviewRevision, type Ticket } from '../ticket/known.ts'
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
  'admin.phone': '+4366412345678' as PhoneNumber,
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
        { line: i + 3, raw: `${field}: ${JSON.stringify(value)}`, confidence: 'sure' as const },
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
    facts: { where: 'xmpp1.example.org:5222', versions: 'TLSv1.1' },
  }),
  outcome('c2s.connect', 'P2', 'all'),
  outcome('c2s.direct', 'P2', 'opens'),
  outcome('s2s.connect', 'P3', 'all'),
  outcome('web.reach', 'P4', 'https'),
  outcome('info.phone', 'P8', 'other-country', {
    level: 'human',
    outcome: 'warn',
    facts: { country: 'Austria', type: 'mobile', place: 'Germany' },
  }),
]
export const failingOutcomes: readonly Outcome[] = passing.map((one) =>
  one.id === 'tls.validity'
    ? {
        ...one,
        outcome: 'fail',
        reason: 'expired',
        facts: { host: 'xmpp1.example.org:5222', days: 3, ends: '2026-11-19', server: 'prosody', domain },
        endpoint: 'c2s starttls xmpp1.example.org:5222 192.0.2.7',
      }
    : one.id === 'c2s.direct'
      ? {
          ...one,
          outcome: 'fail',
          reason: 'closed',
          facts: { domain, tried: 'im.example.org:5223, xmpp1.example.org:5223' },
        }
      : one,
)
/** What of a run's evidence letters read: the website, and the connection behind the command that repeats a finding. */
export const evidence: Evidence = {
  version: 1,
  run: 'sample',
  at: began,
  durationMs: 812,
  order: { domain, mayRegister: false },
  srv: [],
  hosts: [],
  contacts: [
    {
      mode: 'c2s starttls',
      source: 'srv',
      target: 'xmpp1.example.org',
      address: '192.0.2.7',
      family: 4,
      port: 5222,
      alpn: false,
      startedAt: began,
      reached: 'done',
      ms: { total: 40 },
      transcript: '',
    },
  ],
  certificates: {},
  legacy: [],
  website: {
    visits: [
      {
        asked: 'https://im.example.org/',
        hops: [{ url: 'https://im.example.org/', status: 200 }],
        bytes: 5120,
        cut: false,
        title: 'Example IM, chat for the neighbourhood',
        mentions: ['im.example.org', 'XMPP'],
        contacts: [{ kind: 'mailto', value: 'mailto:help@example.org' }],
      },
    ],
    pages: [],
  },
  ourSide: [],
  roots: { count: 144, sha256: '0'.repeat(64) },
}
/** One could not be told, and one that failed was waived. */
export const unclearOutcomes: readonly Outcome[] = failingOutcomes.map((one) =>
  one.id === 'tls.validity' ? { ...one, outcome: 'unknown', reason: 'not-reached', facts: {} } : one,
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
    evidence,
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
export const settled = plus(monthLater, hours(5))
const yes: Fact = {
  id: 'mail:owner:0',
  at: plus(began, hours(1)),
  kind: 'owner-answered',
  by: 'hostmaster@example.org',
  operator,
  answer: 'confirm',
  how: 'mail',
}
const uptimeAt = (at: Instant, downMs: number, belowForSure = false): Fact => ({
  id: `run:uptime:${at}`,
  at,
  kind: 'uptime',
  figures: figures(plus(at, -1 * days(30)), downMs),
  belowForSure,
  recent: 1,
  askAgain: plus(at, hours(6)),
})
const milestone = (
  to: 'listed' | 'rejected' | 'suspended' | 'delisted' | 'expired',
  at: Instant,
  reason: string,
): Fact => ({
  id: `milestone:${to}:${at}`,
  at,
  kind: 'milestone',
  to,
  reason,
})
const outage = (at: Instant, ended?: Instant): Fact => ({
  id: `run:outage:${at}`,
  at,
  kind: 'outage',
  began: at,
  why: 'connection refused at xmpp1.example.org:5222',
  ...(ended && { ended }),
})
const said = (to: 'operator' | 'reviewers', at: Instant, text: string): Fact => ({
  id: `mail:said:${at}`,
  at,
  kind: 'said',
  by: to === 'operator' ? reviewer : operator,
  to,
  text,
})
const ledger: Ledger = {
  version: 1,
  domain,
  began: eligible,
  changes: [
    { at: eligible, to: 'up' },
    { at: plus(eligible, days(3)), to: 'down', side: 'c2s', why: 'connection refused' },
    { at: plus(eligible, days(3) + minutes(22)), to: 'up' },
    { at: plus(eligible, days(12)), to: 'unknown' },
    { at: plus(eligible, days(12) + hours(5)), to: 'up' },
  ],
  blips: [{ at: plus(eligible, days(8)), why: 'timed out' }],
}
const begun = [claims, confirmed(claims), yes, checked(claims, eligible, passing, eligible)]
const month = [...begun, uptimeAt(monthLater, minutes(22))]
const approved: Fact = {
  id: 'mail:vote',
  at: plus(monthLater, hours(4)),
  kind: 'voted',
  by: reviewer,
  vote: 'approve',
  revision: reviewRevision(ticketOf(month)),
}
const onList = [...month, approved, milestone('listed', settled, 'all-met')]
const late = plus(settled, days(40))
const broken = checked(
  claims,
  late,
  failingOutcomes.map((one) => (one.outcome === 'fail' ? { ...one, since: late } : one)),
  eligible,
)
const brokenAt = plus(broken.at, minutes(1))
const offList = milestone('suspended', plus(brokenAt, days(1)), 'tls.validity c2s.direct')

/** Lives at the moments at which letters are written. */
export const lives = {
  unproven: aroundOf([claims], began, { firstToThisPerson: true }),
  lacking: aroundOf([halfClaims, confirmed(halfClaims)], began, { firstToThisPerson: true }),
  failing: aroundOf(
    [claims, confirmed(claims), checked(claims, plus(began, minutes(1)), failingOutcomes)],
    plus(began, minutes(1)),
    { firstToThisPerson: true },
  ),
  unclear: aroundOf(
    [
      claims,
      confirmed(claims),
      checked(claims, plus(began, minutes(1)), unclearOutcomes),
      {
        id: 'mail:waived',
        at: plus(began, minutes(1)),
        kind: 'waived',
        by: reviewer,
        check: 'c2s.direct',
        why: 'a reviewer saw that it works',
      },
    ],
    plus(began, minutes(2)),
    {
      proofs: {
        dns: { name: '_vouch.example.org', value: 'vouch=im-2026-0001-0f1e2d3c' },
        wellKnown: {
          url: 'https://example.org/.well-known/vouch.txt',
          content: 'vouch=im-2026-0001-0f1e2d3c',
        },
      },
    },
  ),
  silent: aroundOf(
    [claims, confirmed(claims), checked(claims, plus(began, minutes(1)), failingOutcomes)],
    plus(began, days(7)),
  ),
  inTrial: aroundOf(begun, plus(eligible, minutes(1))),
  aWeekOn: aroundOf(begun, plus(eligible, days(7)), { ledger }),
  asked: aroundOf(
    [
      ...begun,
      said('operator', plus(eligible, days(1)), 'Who hosts the machine?\nIs there a second administrator?'),
    ],
    plus(eligible, days(1)),
  ),
  inReview: aroundOf(
    [...month, said('reviewers', plus(eligible, days(2)), 'A second administrator joins us in May.')],
    plus(monthLater, minutes(1)),
    {
      ledger,
    },
  ),
  held: aroundOf(
    [
      ...month,
      { id: 'mail:assigned', at: monthLater, kind: 'assigned', to: reviewer },
      {
        id: 'mail:held',
        at: plus(monthLater, hours(1)),
        kind: 'voted',
        by: reviewer,
        vote: 'hold',
        revision: reviewRevision(ticketOf(month)),
        reason: 'I want to call first',
      },
    ],
    plus(monthLater, hours(2)),
    { ledger },
    { ...policy2008, quorum: 2, phone: 'required' },
  ),
  rehearsal: aroundOf(
    [claims, confirmed(claims), yes, checked(claims, eligible, passing, eligible)],
    plus(eligible, seconds(4)),
    { ledger },
    policyWith({ trial: seconds(8), probeEvery: 200 as Duration }),
  ),
  rejected: aroundOf(
    [...month, milestone('rejected', settled, 'The website says nothing of who runs the service.')],
    settled,
  ),
  approvedEarly: aroundOf(
    [
      ...begun,
      {
        id: 'mail:vote',
        at: plus(eligible, hours(3)),
        kind: 'voted',
        by: reviewer,
        vote: 'approve',
        revision: reviewRevision(ticketOf(begun)),
      },
    ],
    plus(eligible, hours(4)),
  ),
  listed: aroundOf(onList, settled),
  down: aroundOf([...onList, outage(plus(settled, days(2)))], plus(settled, days(2) + minutes(12)), {
    ledger,
  }),
  upAgain: aroundOf(
    [...onList, outage(plus(settled, days(2)), plus(settled, days(2) + minutes(31)))],
    plus(settled, days(2) + minutes(32)),
    { ledger },
  ),
  broken: aroundOf([...onList, broken], brokenAt),
  endingSoon: aroundOf(onList, plus(began, days(61))),
  suspended: aroundOf([...onList, broken, offList], offList.at),
  suspendedForUptime: aroundOf(
    [
      ...onList,
      uptimeAt(plus(settled, days(30)), hours(5), true),
      milestone('suspended', plus(settled, days(30)), 'uptime'),
    ],
    plus(settled, days(30)),
    { ledger },
  ),
  revived: aroundOf(
    [...onList, milestone('listed', plus(settled, days(3)), 'whole-again')],
    plus(settled, days(3)),
  ),
  delisted: aroundOf(
    [...onList, broken, offList, milestone('delisted', plus(offList.at, days(14)), 'not-mended')],
    plus(offList.at, days(14)),
  ),
  expired: aroundOf(
    [halfClaims, confirmed(halfClaims), milestone('expired', plus(began, days(30)), 'no-answer')],
    plus(began, days(30)),
  ),
  neverUpEnough: aroundOf(
    [
      ...begun,
      uptimeAt(plus(eligible, days(90)), hours(2)),
      milestone('expired', plus(eligible, days(90)), 'uptime-not-reached'),
    ],
    plus(eligible, days(90)),
  ),
} satisfies Record<string, Around>
