import * as fc from 'fast-check'
import type {
  Contact,
  Evidence,
  Mode,
  Phase,
  TroubleCode,
  Trust,
  WebVisit,
} from '../../../src/evidence/evidence.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type { Instant } from '../../../src/values/instant.ts'
import * as of from './evidence-of.ts'

/** Evidence of every shape the types allow, sane or not: what a strange peer, a cut run or an old version may leave. */
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 3 })
const strange = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    'a\u001b[31mred',
    'line\r\nBcc: e@x',
    '\u202egnp.exe',
    '{{host}}',
    "x'; rm -rf /",
    '',
    '\0',
  ),
)
const name = fc.constantFrom(of.domain, 'xmpp1.example.org', 'xmpp2.example.org', '192.0.2.1', 'a b\u001b')
const instants = fc
  .constantFrom('2020-01-01', '2026-11-21', '2026-11-23', '2026-12-20', '2030-01-01')
  .map((day) => `${day}T00:00:00.000Z` as Instant)
const phases: readonly Phase[] = ['connect', 'stream', 'starttls', 'tls', 'inside']
const codes: readonly TroubleCode[] = [
  ...([
    'refused',
    'unreachable',
    'timed-out',
    'closed',
    'not-xmpp',
    'http',
    'bad-stream',
    'stream-error',
  ] as const),
  ...(['see-other-host', 'no-starttls', 'starttls-refused', 'plaintext-after-proceed', 'tls'] as const),
  ...(['no-mechanisms', 'rate-limited', 'guard', 'our-side'] as const),
]
const ends: readonly Trust['end'][] = [
  ...([
    'recognised',
    'self-signed-leaf',
    'unknown-root',
    'unknown-issuer',
    'expired',
    'not-yet-valid',
  ] as const),
  ...(['issuer-not-ca', 'bad-signature', 'weak', 'purpose', 'other'] as const),
]
const hashes = ['h1', 'h2', 'h3', 'gone']
const certificate = fc
  .record({
    subject: strange,
    issuer: strange,
    issuerOrganization: maybe(strange),
    names: fc.array(
      fc.record({ kind: fc.constantFrom('DNS', 'SRV', 'XmppAddr', 'CN'), value: fc.oneof(name, strange) }),
      { maxLength: 3 },
    ),
    notBefore: instants,
    notAfter: instants,
    key: fc.record({
      type: fc.constantFrom('rsa', 'ec', 'ed25519', 'dsa', '1.2.3'),
      bits: maybe(fc.integer({ min: 0, max: 4100 })),
      curve: maybe(strange),
    }),
    signature: fc.constantFrom(
      'sha256WithRSAEncryption',
      'sha1WithRSAEncryption',
      'md5WithRSAEncryption',
      '1.2.3',
    ),
    selfIssued: fc.boolean(),
    selfSigned: fc.boolean(),
    isCa: fc.boolean(),
    purposes: maybe(
      fc.array(fc.constantFrom('serverAuth', 'clientAuth', 'anyExtendedKeyUsage'), { maxLength: 2 }),
    ),
  })
  .map((some) => of.certificate('x', some as never))
const tls = fc
  .record({
    chain: fc.array(fc.constantFrom(...hashes), { maxLength: 3 }),
    trust: fc.record({
      end: fc.constantFrom(...ends),
      code: strange,
      path: fc.array(fc.constantFrom(...hashes), { maxLength: 3 }),
      root: maybe(strange),
      missing: maybe(strange),
      at: maybe(fc.constantFrom(...hashes)),
    }),
  })
  .map((some) => of.tls(some as never))
const opened = fc.record({
  from: maybe(fc.oneof(fc.constant(of.domain), strange)),
  features: maybe(
    fc
      .record({
        starttls: fc.constantFrom('absent', 'offered', 'required'),
        mechanisms: fc.array(fc.constantFrom('PLAIN', 'SCRAM-SHA-1', 'EXTERNAL'), { maxLength: 2 }),
        register: fc.boolean(),
        dialback: fc.boolean(),
      })
      .map((some) => of.features(some as never)),
  ),
})
const contact = fc
  .record({
    mode: fc.constantFrom<Mode>('c2s starttls', 'c2s direct', 's2s starttls', 's2s direct'),
    source: fc.constantFrom('srv', 'fallback', 'submitted', 'policy-port'),
    priority: maybe(fc.integer({ min: 0, max: 2 })),
    target: name,
    address: fc.constantFrom('192.0.2.7', '2001:db8::7'),
    family: fc.constantFrom(4, 6),
    port: fc.constantFrom(5222, 5223, 5269, 1),
    alpn: fc.boolean(),
    reached: fc.constantFrom('nothing', ...phases, 'done', 'done', 'done'),
    trouble: maybe(
      fc.record({
        phase: fc.constantFrom(...phases),
        code: fc.constantFrom(...codes),
        detail: strange,
        condition: maybe(fc.constantFrom('host-unknown', 'see-other-host', 'improper-addressing', 'reset')),
      }),
    ),
    outside: maybe(opened),
    tls: maybe(tls),
    inside: maybe(opened),
    registration: maybe(
      fc.record({
        answer: fc.constantFrom('form', 'captcha', 'elsewhere', 'invite-only', 'refused', 'silent'),
        fields: fc.array(strange, { maxLength: 2 }),
        url: maybe(strange),
        error: maybe(fc.constantFrom('service-unavailable', 'not-allowed', 'policy-violation')),
      }),
    ),
    transcript: strange,
  })
  .map((some) => {
    const bare = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined))
    return { ...bare, weight: 0, startedAt: of.at, ms: { total: 1 } } as unknown as Contact
  })
const result = fc.constantFrom('found', 'nxdomain', 'nodata', 'not-offered', 'servfail', 'timed-out')
const srv = fc
  .constantFrom('_xmpp-client', '_xmpps-client', '_xmpp-server', '_xmpps-server')
  .chain((service) =>
    fc.record({
      service: fc.constant(service),
      name: fc.constant(`${service}._tcp.${of.domain}`),
      result,
      records: fc.array(
        fc.record({
          priority: fc.integer({ min: 0, max: 2 }),
          weight: fc.constant(0),
          port: fc.constantFrom(0, 5222),
          target: fc.oneof(name, fc.constant('')),
        }),
        { maxLength: 3 },
      ),
      cutOff: fc.constantFrom(0, 0, 3),
    }),
  )
const host = fc
  .record({
    host: name,
    result,
    addresses: fc.array(fc.constantFrom('192.0.2.7', '2001:db8::7'), { maxLength: 2 }),
    aliases: fc.array(strange, { maxLength: 1 }),
    refused: maybe(fc.constantFrom('private', 'special-name', 'address', 'port')),
  })
  .map(({ addresses, refused, ...some }) => ({
    ...of.host(some.host),
    ...some,
    addresses: addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ...(refused && { refused }),
  }))
const visit = fc
  .record({
    status: maybe(fc.constantFrom(200, 204, 301, 403, 404, 500)),
    mentions: fc.array(strange, { maxLength: 1 }),
    contacts: fc.array(
      fc.record({ kind: fc.constantFrom('mailto', 'xmpp', 'tel', 'form', 'page'), value: strange }),
      { maxLength: 1 },
    ),
    registration: maybe(fc.record({ kind: fc.constantFrom('form', 'link', 'script-only'), url: strange })),
    certificate: maybe(fc.record({ ok: fc.boolean(), says: strange })),
    trouble: maybe(
      fc.record({
        code: fc.constantFrom(
          'guard',
          'dns',
          'refused',
          'timed-out',
          'tls',
          'too-many-redirects',
          'closed',
          'our-side',
        ),
        detail: strange,
      }),
    ),
    asked: fc.constantFrom('https://im.example.org/', "http://im.example.org/?'"),
    hops: fc.constantFrom([], [{ url: 'https://im.example.org/', status: 200 }]),
  })
  .map((some) => ({ ...of.visit(some.asked), ...some }) as unknown as WebVisit)
const federation = fc.record({
  answers: fc.array(
    fc.record({
      account: fc.constantFrom('a.example', 'b.example'),
      ping: fc.record({
        answer: fc.constantFrom(
          'result',
          'error-from-target',
          'remote-error',
          'blocked',
          'silent',
          'our-side',
        ),
        condition: maybe(strange),
      }),
    }),
    { maxLength: 2 },
  ),
  version: maybe(
    fc.record({
      name: fc.oneof(fc.constantFrom('Prosody', 'ejabberd', 'Openfire'), strange),
      version: maybe(strange),
    }),
  ),
  info: maybe(
    fc.record({
      answer: fc.constantFrom('result', 'error'),
      condition: maybe(strange),
      features: fc.array(strange, { maxLength: 1 }),
      identities: fc.constant([]),
    }),
  ),
  items: maybe(
    fc.record({
      answer: fc.constantFrom('result', 'error'),
      items: fc.array(
        fc.record({
          jid: strange,
          identities: fc.constant([{ category: 'gateway', type: 'sms' }]),
          features: fc.constant(['http://jabber.org/protocol/muc']),
        }),
        { maxLength: 2 },
      ),
    }),
  ),
  contacts: fc.array(
    fc.record({ kind: fc.constantFrom('admin', 'abuse'), addresses: fc.array(strange, { maxLength: 1 }) }),
    { maxLength: 1 },
  ),
})
const random: fc.Arbitrary<Evidence> = fc
  .record({
    refusedDomain: fc.option(fc.constant('special-name'), { nil: undefined, freq: 20 }),
    srv: fc.uniqueArray(srv, { selector: (one) => one.service, maxLength: 4 }),
    hosts: fc.uniqueArray(host, { selector: (one) => one.host, maxLength: 4 }),
    contacts: fc.array(contact, { maxLength: 6 }),
    certificates: fc.dictionary(fc.constantFrom('h1', 'h2', 'h3'), certificate),
    legacy: fc.array(
      fc.record({
        mode: fc.constant('c2s starttls'),
        endpoint: strange,
        accepted: fc.constantFrom([], ['TLSv1']),
      }),
      { maxLength: 1 },
    ),
    website: maybe(
      fc.record({ visits: fc.array(visit, { maxLength: 2 }), pages: fc.array(visit, { maxLength: 1 }) }),
    ),
    registrationPage: maybe(visit),
    created: maybe(
      fc.record({
        answer: fc.constantFrom('created', 'captcha', 'refused', 'unclear'),
        condition: maybe(fc.constantFrom('forbidden', 'policy-violation')),
        removed: fc.boolean(),
      }),
    ),
    federation: maybe(federation),
    references: maybe(fc.record({ asked: fc.constantFrom(0, 3), answered: fc.constantFrom(0, 1, 2, 3) })),
  })
  .map((some) => {
    const bare = Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined))
    return { ...of.evidence(), website: undefined, ...bare } as unknown as Evidence
  })
/** A service in good order with one or two parts exchanged: near enough to it to be called eligible now and then. */
const damaged: fc.Arbitrary<Evidence> = fc
  .record({
    by: random,
    parts: fc.subarray(['srv', 'hosts', 'certificates', 'website', 'created', 'references'] as const, {
      maxLength: 2,
    }),
    more: fc.array(contact, { maxLength: 2 }),
    less: fc.nat(5),
  })
  .map(({ by, parts, more, less }) => {
    const base = of.evidence()
    const replaced = Object.fromEntries(
      parts.flatMap((part) => (by[part] === undefined ? [] : [[part, by[part]]])),
    )
    return {
      ...base,
      ...replaced,
      contacts: [...base.contacts.filter((_, index) => index !== less), ...more],
    }
  })
export const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(random, damaged)

export const anyClaims: fc.Arbitrary<Claims | undefined> = maybe(
  fc
    .record({
      domain: fc.constant(of.domain),
      certificateAuthority: maybe(strange),
      serverSoftware: maybe(strange),
      country: maybe(fc.constantFrom('DE', 'FR', 'ZZ')),
      location: maybe(
        fc.record({
          latitude: fc.double({ min: -90, max: 90, noNaN: true }),
          longitude: fc.double({ min: -180, max: 180, noNaN: true }),
        }),
      ),
      'admin.phone': maybe(
        fc.constantFrom('+4930901820', '+33123456789', '+19005550100', '+1', '+870773111632'),
      ),
    })
    .map(
      (some) =>
        Object.fromEntries(
          Object.entries(some).filter(([, value]) => value !== undefined),
        ) as unknown as Claims,
    ),
)
