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
import { days, plus, type Instant } from '../values/instant.ts'
import { policy2008 } from '../policy/policy.ts'
import type { Claims, Submission } from '../submission/submission.ts'
import type { Evidence, Measured } from '../evidence/evidence.ts'
import type { Outcome } from '../checks/outcome.ts'
import type { Figures } from '../uptime/figures.ts'
import type { Fact } from '../ticket/fact.ts'
import type { Ticket } from '../ticket/known.ts'

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
export const limitedOutcomes: readonly Outcome[] = failingOutcomes.map((one) =>
  one.outcome === 'fail'
    ? { ...one, outcome: 'unknown', reason: 'hourly-limit', facts: { again: '2026-11-22 10:11 UTC' } }
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
