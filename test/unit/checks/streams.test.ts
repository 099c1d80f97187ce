import { describe, expect, test } from 'vitest'
import type { Contact, Evidence, SrvService } from '../../../src/evidence/evidence.ts'
import * as of from './evidence-of.ts'
import { answer, failing, outcomeOf, unsure, verdictOf, warned, wordsOf } from './judged.ts'

/** The whole service shows the same trouble on the STARTTLS ports of clients; everything else is in order. */
const c2s = (
  ...trouble: Parameters<typeof of.troubled> extends [unknown, ...infer Rest] ? Rest : never
): Evidence => of.withContacts(of.troubled('c2s starttls', ...trouble))
const other: Partial<Contact> = { target: 'xmpp2.example.org', address: '192.0.2.8' }

describe('which id says it', () => {
  test.each<[string, Evidence, string]>([
    ['a refused connection', c2s('connect', 'refused'), 'c2s.connect refused'],
    ['a connection that times out', c2s('connect', 'timed-out'), 'c2s.connect silent'],
    ['no route', c2s('connect', 'unreachable'), 'c2s.connect unreachable'],
    ['silence after connect', c2s('stream', 'timed-out'), 'c2s.stream silent'],
    ['a connection closed without a word', c2s('stream', 'closed'), 'c2s.stream closed'],
    [
      'no or endless features, DOCTYPE, comment, stray end tag',
      c2s('stream', 'bad-stream'),
      'c2s.stream bad-stream',
    ],
    ['host-unknown', c2s('stream', 'stream-error', { condition: 'host-unknown' }), 'c2s.stream host-unknown'],
    ['host-gone', c2s('stream', 'stream-error', { condition: 'host-gone' }), 'c2s.stream host-unknown'],
    [
      'a stream for servers',
      c2s('stream', 'bad-stream', { detail: 'a stream for servers instead of clients' }),
      'c2s.stream wrong-port',
    ],
    [
      'a namespace that is called invalid: the port for servers',
      c2s('stream', 'stream-error', { condition: 'invalid-namespace' }),
      'c2s.stream wrong-port',
    ],
    [
      'another stream error',
      c2s('stream', 'stream-error', { condition: 'internal-server-error' }),
      'c2s.stream stream-error',
    ],
    [
      'see-other-host',
      c2s('stream', 'see-other-host', { condition: 'see-other-host' }),
      'c2s.stream see-other-host',
    ],
    [
      'a header and no features',
      c2s('stream', 'timed-out', { outside: { version: '1.0' } }),
      'c2s.stream no-features',
    ],
    ['a header and the end', c2s('stream', 'closed', { outside: { version: '1.0' } }), 'c2s.stream cut-off'],
    ['a web server', c2s('stream', 'http'), 'c2s.stream http'],
    ['something else', c2s('stream', 'not-xmpp', { detail: 'SSH-2.0-x' }), 'c2s.stream not-xmpp'],
    ['TLS from the first byte on', c2s('stream', 'tls-at-once'), 'c2s.stream tls-at-once'],
    ['no STARTTLS', c2s('starttls', 'no-starttls'), 'c2s.starttls not-offered'],
    ['STARTTLS turned down', c2s('starttls', 'starttls-refused'), 'c2s.starttls turned-down'],
    ['plaintext after proceed', c2s('starttls', 'plaintext-after-proceed'), 'c2s.starttls plaintext'],
    ['a handshake that fails', c2s('tls', 'tls', { detail: 'no shared cipher' }), 'tls.handshake failed'],
    [
      'nothing above TLS 1.1',
      c2s('tls', 'tls', { detail: 'tlsv1 alert protocol version' }),
      'tls.handshake only-old',
    ],
    ['silence instead of a handshake', c2s('tls', 'timed-out'), 'tls.handshake silent'],
    ['no stream inside TLS', c2s('inside', 'timed-out'), 'c2s.post-tls silent'],
    ['a web server inside TLS', c2s('inside', 'http'), 'c2s.post-tls http'],
    ['no mechanisms inside TLS', c2s('inside', 'no-mechanisms'), 'c2s.post-tls no-mechanisms'],
    [
      'a stream error inside TLS',
      c2s('inside', 'stream-error', { condition: 'host-unknown' }),
      'c2s.post-tls host-unknown',
    ],
    [
      'an alert after the handshake',
      c2s('inside', 'tls', { detail: 'certificate required' }),
      'c2s.post-tls alert',
    ],
  ])('%s', (_, evidence, fault) => {
    expect(failing(evidence)).toEqual([fault])
    expect(verdictOf(evidence)).toBe('not-eligible')
  })
  test.each([
    ['connect', 'refused', 's2s.connect refused'],
    ['stream', 'bad-stream', 's2s.stream bad-stream'],
    ['starttls', 'no-starttls', 's2s.starttls not-offered'],
    ['inside', 'closed', 's2s.post-tls closed'],
  ] as const)('for servers: %s %s', (phase, code, fault) => {
    expect(failing(of.withContacts(of.troubled('s2s starttls', phase, code)))).toEqual([fault])
  })
  test('the port for clients where servers are sent, and the other way round, is named with its record', () => {
    const wrong = (mode: 'c2s starttls' | 's2s starttls') =>
      of.withContacts(of.troubled(mode, 'stream', 'stream-error', { condition: 'invalid-namespace' }))
    expect(wordsOf('s2s.stream', wrong('s2s starttls'))).toMatchObject({
      found: 'xmpp1.example.org:5269 is a port for clients, not for other servers.',
      fix: expect.stringContaining(
        '_xmpp-server._tcp.im.example.org name the port for servers, normally 5269',
      ),
    })
    expect(wordsOf('c2s.stream', wrong('c2s starttls')).fix).toContain('normally 5222')
  })
  test('ports for servers that reset at once have no certificate to show, and that is not our doing', () => {
    const evidence = of.withContacts(
      of.troubled('s2s starttls', 'stream', 'closed'),
      of.troubled('s2s direct', 'stream', 'closed'),
    )
    expect(failing(evidence)).toEqual(['s2s.stream closed'])
    expect(unsure(evidence)).toEqual([])
    expect(answer('tls.identity.s2s', evidence)).toBe('not-applicable no-certificate')
  })
  test('old TLS that was proved by a handshake is told as such, whatever the alert says', () => {
    const evidence = c2s('tls', 'tls', { detail: 'handshake failure' })
    const legacy = [
      {
        mode: 'c2s starttls' as const,
        endpoint: 'c2s starttls xmpp1.example.org:5222 192.0.2.7',
        accepted: ['TLSv1.1'],
      },
    ]
    expect(answer('tls.handshake', { ...evidence, legacy })).toBe('fail only-old')
  })
  test('a server that takes no other server without a certificate federates all the same', () => {
    const evidence = of.withContacts(
      of.troubled('s2s starttls', 'inside', 'tls', { detail: 'alert certificate required' }),
    )
    expect(failing(evidence)).toEqual([])
    expect(warned(evidence)).toEqual(['s2s.post-tls wants-certificate'])
    const client = c2s('inside', 'tls', { detail: 'alert certificate required' })
    expect(failing(client)).toEqual(['c2s.post-tls alert'])
  })
  test('nor is one at fault that refuses it in the stream, as Prosody does when it is set up as shipped', () => {
    const refused = {
      condition: 'not-authorized',
      detail: 'Your server’s certificate could not be validated',
    }
    const evidence = of.withContacts(of.troubled('s2s starttls', 'inside', 'stream-error', refused))
    expect([failing(evidence), warned(evidence)]).toEqual([[], []])
    expect(answer('s2s.post-tls', evidence)).toBe('pass ok-for-proved')
    expect(verdictOf(evidence)).toBe('eligible')
    expect(failing(c2s('inside', 'stream-error', refused))).toEqual(['c2s.post-tls stream-error'])
  })
  test.each(['improper-addressing', 'invalid-from'])(
    '%s without a name of ours is our doing',
    (condition) => {
      const evidence = of.withContacts(
        of.troubled('s2s starttls', 'stream', 'stream-error', {
          condition,
          transcript: "C: <stream:stream to='im.example.org'>",
        }),
      )
      expect(unsure(evidence)).toEqual(['s2s.stream our-side'])
    },
  )
  test('another name inside TLS is told where it was heard, and once', () => {
    const opened = (outside: string, inside: string) =>
      of.withContacts(
        of.contact('c2s starttls', {
          outside: { from: outside, features: of.features({ starttls: 'required' }) },
          inside: { from: inside, features: of.features({ mechanisms: ['SCRAM-SHA-1'], register: true }) },
        }),
      )
    expect(warned(opened(of.domain, 'other.example.org'))).toEqual(['c2s.post-tls other-name'])
    expect(wordsOf('c2s.post-tls', opened(of.domain, 'other.example.org')).found).toContain(
      'other.example.org',
    )
    expect(warned(opened('other.example.org', 'other.example.org'))).toEqual(['c2s.stream other-name'])
  })
  test.each([[['EXTERNAL']], [['ANONYMOUS']], [['EXTERNAL', 'ANONYMOUS']]])(
    'no user logs in with a password where %j is all there is',
    (mechanisms) => {
      const inside = { features: of.features({ mechanisms, register: true }) }
      expect(warned(of.withContacts(of.contact('c2s starttls', { inside })))).toEqual([
        'c2s.post-tls no-password',
      ])
    },
  )
  test('a server that shows EXTERNAL to certificates only has no fault for want of mechanisms', () => {
    const bare = { inside: { features: of.features() } }
    const evidence = of.withContacts(of.troubled('s2s starttls', 'inside', 'no-mechanisms', bare))
    expect(failing(evidence)).toEqual(['s2s.auth-offer none'])
    expect(verdictOf(evidence)).toBe('eligible')
  })
})

describe('endpoints', () => {
  test('an unreachable target beside an equal that works is a warning', () => {
    const evidence = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'connect', 'refused', other),
    )
    expect(warned(evidence)).toEqual(['c2s.connect one-down'])
    expect(outcomeOf('c2s.connect', evidence).endpoint).toBe('c2s starttls xmpp2.example.org:5222 192.0.2.8')
    expect(verdictOf(evidence)).toBe('eligible')
  })
  test('first choice dead, backup alive: a warning of its own', () => {
    const evidence = of.withContacts(
      of.contact('c2s starttls', { ...other, priority: 10 }),
      of.troubled('c2s starttls', 'connect', 'timed-out'),
    )
    expect(warned(evidence)).toEqual(['c2s.connect only-backup'])
  })
  test('a reachable endpoint without TLS fails, however well the other one works', () => {
    const evidence = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'starttls', 'no-starttls', other),
    )
    expect(failing(evidence)).toEqual(['c2s.starttls not-offered'])
    expect(wordsOf('c2s.starttls', evidence).found).toContain('In order: xmpp1.example.org:5222 192.0.2.7.')
  })
  test('the result names the endpoint that most clients draw, and tells of the others', () => {
    const evidence = of.withContacts(
      of.troubled('c2s starttls', 'stream', 'http', { ...other, priority: 20 }),
      of.troubled('c2s starttls', 'stream', 'http', { priority: 1 }),
    )
    expect(outcomeOf('c2s.stream', evidence).endpoint).toContain('xmpp1.example.org')
    expect(wordsOf('c2s.stream', evidence).found).toContain('The same at xmpp2.example.org:5222 192.0.2.8.')
  })
  test('without SRV records the ports of the domain itself do', () => {
    const own = { source: 'fallback' as const, target: of.domain }
    const evidence = of.evidence({
      srv: [
        of.noSrv('_xmpp-client'),
        of.noSrv('_xmpps-client'),
        of.noSrv('_xmpp-server'),
        of.noSrv('_xmpps-server'),
      ],
      contacts: [
        of.contact('c2s starttls', own),
        of.contact('s2s starttls', own),
        of.contact('c2s direct', { ...own, source: 'policy-port' }),
      ],
    })
    expect(verdictOf(evidence)).toBe('eligible')
    expect(answer('dns.srv.c2s', evidence)).toBe('pass none')
  })
  test('a stream in another name is told, not refused', () => {
    const evidence = of.withContacts(
      of.contact('c2s starttls', {
        outside: { from: 'other.example', features: of.features({ starttls: 'required' }) },
      }),
    )
    expect(warned(evidence)).toEqual(['c2s.stream other-name'])
    expect(wordsOf('c2s.stream', evidence).found).toContain('other.example')
  })
  test('STARTTLS that works without being offered, that is not required, PLAIN in clear, PLAIN alone: warnings', () => {
    const starttls = (features: Parameters<typeof of.features>[0]) =>
      of.withContacts(
        of.contact('c2s starttls', { outside: { from: of.domain, features: of.features(features) } }),
      )
    expect(warned(starttls({ starttls: 'absent' }))).toEqual(['c2s.starttls unadvertised'])
    expect(warned(starttls({ starttls: 'offered' }))).toEqual(['c2s.starttls.required optional'])
    expect(warned(starttls({ starttls: 'required', mechanisms: ['PLAIN'] }))).toEqual([
      'c2s.plain-before-tls plain',
    ])
    expect(
      warned(
        of.withContacts(
          of.contact('c2s starttls', { inside: { features: of.features({ mechanisms: ['PLAIN'] }) } }),
        ),
      ),
    ).toEqual(['c2s.post-tls only-plain'])
  })
})

describe('TLS from the start alone (XEP-0368 §3: one set of records)', () => {
  const own = { source: 'fallback' as const, target: of.domain }
  const closed = (side: 'c2s' | 's2s', more: Partial<Contact> = own) =>
    of.troubled(`${side} starttls`, 'connect', 'refused', { ...more, detail: 'ECONNREFUSED' })
  const records = (...absent: SrvService[]) =>
    (['_xmpp-client', '_xmpps-client', '_xmpp-server', '_xmpps-server'] as const).map((service) =>
      absent.includes(service) ? of.noSrv(service) : of.srv(service),
    )
  const direct = [
    of.contact('c2s direct'),
    of.contact('c2s direct', { alpn: false }),
    of.contact('s2s direct'),
  ]
  test('servers: a closed 5269 that no record names is a warning beside a published 5270 that works', () => {
    const evidence = of.evidence({
      srv: records('_xmpp-server'),
      contacts: [of.contact('c2s starttls'), closed('s2s'), ...direct],
    })
    expect(failing(evidence)).toEqual([])
    expect(warned(evidence)).toEqual(['s2s.connect direct-only'])
    expect(verdictOf(evidence)).toBe('eligible')
    expect(wordsOf('s2s.connect', evidence).found).toContain('xmpp1.example.org:5270')
    expect(wordsOf('s2s.connect', evidence).fix).toContain(
      'give _xmpp-server._tcp.im.example.org the target “.”.',
    )
  })
  test('clients and servers: each side is told', () => {
    const evidence = of.evidence({
      srv: records('_xmpp-client', '_xmpp-server'),
      contacts: [closed('c2s'), closed('s2s'), ...direct],
    })
    expect(failing(evidence)).toEqual([])
    expect(warned(evidence)).toEqual(['c2s.connect direct-only', 's2s.connect direct-only'])
    expect(verdictOf(evidence)).toBe('eligible')
  })
  test('5223 that nothing publishes does not stand in for 5222', () => {
    const evidence = of.evidence({
      srv: records('_xmpp-client', '_xmpps-client'),
      contacts: [
        closed('c2s'),
        of.contact('s2s starttls'),
        of.contact('c2s direct', { source: 'policy-port' }),
      ],
    })
    expect(failing(evidence)).toEqual(['c2s.connect refused'])
  })
  test('a published 5269 that is closed stays a fault, but nobody is said to be shut out who is not', () => {
    const evidence = of.evidence({
      srv: records(),
      contacts: [of.contact('c2s starttls'), closed('s2s', {}), ...direct],
    })
    expect(failing(evidence)).toEqual(['s2s.connect starttls-down'])
    const { found } = wordsOf('s2s.connect', evidence)
    expect(found).not.toContain('nobody')
    expect(found).toContain('get through by xmpp1.example.org:5270')
  })
  test('a published 5270 that does not work either leaves 5269 the fault it was', () => {
    const evidence = of.evidence({
      srv: records('_xmpp-server'),
      contacts: [of.contact('c2s starttls'), closed('s2s'), of.troubled('s2s direct', 'connect', 'refused')],
    })
    expect(failing(evidence)).toEqual(['s2s.connect refused'])
  })
  test('a domain without an address of its own needs none', () => {
    const evidence = of.evidence({
      srv: records('_xmpp-client', '_xmpp-server'),
      hosts: [of.host(of.domain, '', { result: 'nodata', addresses: [] }), of.host('xmpp1.example.org')],
      contacts: direct,
      website: { visits: [of.visit('https://www.example.org/')], pages: [] },
    })
    expect(failing(evidence)).toEqual([])
    expect(warned(evidence)).toContain('dns.target.resolve direct-only')
    expect(verdictOf(evidence)).toBe('eligible')
  })
  test('"." on both sides tells both', () => {
    const dots = (['_xmpp-client', '_xmpp-server'] as const).map((service) =>
      of.srv(service, { result: 'not-offered', records: [] }),
    )
    const all = [...dots, of.srv('_xmpps-client'), of.srv('_xmpps-server')]
    const half = of.evidence({ srv: all, contacts: direct })
    expect(warned(half)).toEqual(['dns.srv.none-offered both-direct-only'])
    const { found } = wordsOf('dns.srv.none-offered', half)
    expect(found).toContain('_xmpp-client._tcp.im.example.org and _xmpp-server._tcp.im.example.org')
    expect(answer('dns.srv.none-offered', of.evidence({ srv: all, contacts: [] }))).toBe('fail both')
  })
})

describe('direct TLS (P2)', () => {
  const tried = { source: 'policy-port' as const }
  const noRecord = (...contacts: Contact[]) =>
    of.evidence({
      srv: [
        of.srv('_xmpp-client'),
        of.noSrv('_xmpps-client'),
        of.srv('_xmpp-server'),
        of.noSrv('_xmpps-server'),
      ],
      contacts: [of.contact('c2s starttls'), of.contact('s2s starttls'), ...contacts],
    })
  test('5223 that opens a stream passes without a record', () => {
    expect(
      failing(
        noRecord(
          of.contact('c2s direct', tried),
          of.troubled('c2s direct', 'connect', 'refused', { ...tried, target: of.domain }),
        ),
      ),
    ).toEqual([])
  })
  test.each([
    ['nothing listens', of.troubled('c2s direct', 'connect', 'refused', tried), 'closed'],
    ['a web server listens', of.troubled('c2s direct', 'inside', 'http', tried), 'http'],
    [
      'STARTTLS is spoken there',
      of.troubled('c2s direct', 'tls', 'tls', { ...tried, detail: 'wrong version number' }),
      'no-tls',
    ],
    [
      'another domain is served there',
      of.troubled('c2s direct', 'inside', 'stream-error', { ...tried, condition: 'host-unknown' }),
      'no-stream',
    ],
  ])('%s: fails with its own sentence, and says what was tried', (_, contact, reason) => {
    const evidence = noRecord(contact)
    expect(failing(evidence)).toEqual([`c2s.direct ${reason}`])
    expect(wordsOf('c2s.direct', evidence).found).toContain('Tried: xmpp1.example.org:5223')
  })
  test('what an unpublished 5223 shows besides XMPP is nobody’s business', () => {
    const web = of.certificate('www.example.org')
    const elsewhere = of.troubled('c2s direct', 'inside', 'http', {
      ...tried,
      target: of.domain,
      tls: of.tls({ chain: [web.sha256], trust: { end: 'self-signed-leaf', code: 'X', path: [] } }),
    })
    const evidence = noRecord(of.contact('c2s direct', tried), elsewhere)
    expect(failing({ ...evidence, certificates: { ...evidence.certificates, [web.sha256]: web } })).toEqual(
      [],
    )
  })
  test('a published endpoint that answers with anything but a stream fails beside one that works', () => {
    const published = (contact: Contact) =>
      of.withContacts(of.contact('c2s direct', tried), {
        ...contact,
        target: 'xmpp2.example.org',
        address: '192.0.2.8',
      })
    expect(failing(published(of.troubled('c2s direct', 'inside', 'http')))).toEqual([
      'c2s.direct http-published',
    ])
    expect(
      failing(published(of.troubled('c2s direct', 'tls', 'tls', { detail: 'wrong version number' }))),
    ).toEqual(['c2s.direct starttls-published'])
    expect(failing(published(of.troubled('c2s direct', 'inside', 'bad-stream')))).toEqual([
      'c2s.direct broken-published',
    ])
    expect(warned(published(of.troubled('c2s direct', 'connect', 'refused')))).toEqual([
      'c2s.direct one-down',
    ])
  })
  test('the trouble of the whole server is told once, by the port for STARTTLS', () => {
    const unknown = { condition: 'host-unknown' }
    const evidence = of.withContacts(
      of.troubled('c2s starttls', 'stream', 'stream-error', unknown),
      of.troubled('c2s direct', 'inside', 'stream-error', unknown),
    )
    expect(failing(evidence)).toEqual(['c2s.stream host-unknown'])
    expect(answer('c2s.direct', evidence)).toBe('not-applicable same-trouble')
  })
  test('two ports that refuse connections are two things to mend', () => {
    const evidence = of.withContacts(
      of.troubled('c2s starttls', 'connect', 'refused'),
      of.troubled('c2s direct', 'connect', 'refused'),
    )
    expect(failing(evidence)).toEqual(['c2s.connect refused', 'c2s.direct closed'])
  })
  describe('ALPN', () => {
    const half = (alpn: boolean, other: Contact) =>
      of.withContacts(of.contact('c2s direct', { alpn }), { ...other, alpn: !alpn })
    const noProtocol = { detail: 'alert no application protocol' }
    test.each<[string, boolean, Contact, string[]]>([
      ['a web server without it', true, of.troubled('c2s direct', 'inside', 'http'), ['alpn-only']],
      ['another program without it', true, of.troubled('c2s direct', 'inside', 'not-xmpp'), ['alpn-only']],
      ['the end inside TLS without it', true, of.troubled('c2s direct', 'inside', 'closed'), ['alpn-only']],
      ['a web server with it', false, of.troubled('c2s direct', 'inside', 'http'), ['alpn-refused']],
      ['an alert for it', false, of.troubled('c2s direct', 'tls', 'tls', noProtocol), ['alpn-refused']],
      ['a reset before TLS', true, of.troubled('c2s direct', 'stream', 'closed'), []],
      ['an end while TLS begins', true, of.troubled('c2s direct', 'tls', 'closed'), []],
      ['a limit of connections', true, of.troubled('c2s direct', 'connect', 'refused'), []],
      ['a stream that is slow', true, of.troubled('c2s direct', 'inside', 'timed-out'), []],
    ])('%s', (_, alpn, other, reasons) => {
      expect(warned(half(alpn, other))).toEqual(reasons.map((reason) => `c2s.direct ${reason}`))
    })
    test('443 shared with a web server is in order beside a published port that asks for no ALPN', () => {
      const shared = (priority: number) => [
        of.contact('c2s direct', { port: 443, priority }),
        of.troubled('c2s direct', 'inside', 'http', { port: 443, priority, alpn: false }),
      ]
      const own = [of.contact('c2s direct'), of.contact('c2s direct', { alpn: false })]
      expect(warned(of.withContacts(...own, ...shared(10)))).toEqual([])
      expect(warned(of.withContacts(...own, ...shared(1)))).toEqual(['c2s.direct alpn-only'])
      const unpublished = own.map((one) => ({ ...one, source: 'policy-port' as const }))
      expect(warned(of.withContacts(...unpublished, ...shared(10)))).toEqual(['c2s.direct alpn-only'])
    })
  })
  describe('what refuses TLS', () => {
    const refusing = (
      more: Parameters<typeof of.troubled>[3],
      code: 'tls' | 'closed' | 'timed-out' = 'tls',
    ) => of.troubled('c2s direct', 'tls', code, more)
    const bad = { target: 'xmpp2.example.org', address: '192.0.2.8', port: 443 }
    const noName = { detail: 'tlsv1 unrecognized name' }
    const hostUnknown = { condition: 'host-unknown' }
    test('a web server that refuses unknown ALPN is told by the contact without', () => {
      const evidence = of.withContacts(
        of.contact('c2s direct', { source: 'policy-port' }),
        refusing({ ...bad, detail: 'alert no application protocol' }),
        of.troubled('c2s direct', 'inside', 'http', { ...bad, alpn: false }),
      )
      expect(failing(evidence)).toEqual(['c2s.direct http-published'])
    })
    test.each<[string, Contact, string]>([
      ['an alert', refusing({ detail: 'alert handshake failure' }), 'alert'],
      ['a name', refusing(noName), 'no-name'],
      ['the end', refusing({}, 'closed'), 'cut-off'],
      ['a reset', of.troubled('c2s direct', 'stream', 'closed'), 'cut-off'],
    ])('%s is not told as the port for STARTTLS', (_, contact, reason) => {
      expect(failing(of.withContacts({ ...contact, source: 'policy-port' }))).toEqual([
        `c2s.direct ${reason}`,
      ])
      const beside = of.withContacts(of.contact('c2s direct', { source: 'policy-port' }), {
        ...contact,
        ...bad,
      })
      expect(failing(beside)).toEqual([`c2s.direct ${reason}-published`])
      expect(wordsOf('c2s.direct', beside).fix).not.toContain('must name the TLS-only port')
    })
    test.each<[string, Contact, string]>([
      ['what is not TLS', refusing({ detail: 'what comes back is not TLS' }), 'no-tls'],
      ['silence', refusing({}, 'timed-out'), 'no-tls'],
    ])('%s is', (_, contact, reason) => {
      expect(failing(of.withContacts({ ...contact, source: 'policy-port' }))).toEqual([
        `c2s.direct ${reason}`,
      ])
    })
    test('a server without the domain is told once, though TLS is refused where it comes first', () => {
      const evidence = of.withContacts(
        of.troubled('c2s starttls', 'stream', 'stream-error', hostUnknown),
        of.troubled('s2s starttls', 'stream', 'stream-error', hostUnknown),
        refusing(noName),
        of.troubled('s2s direct', 'tls', 'tls', noName),
      )
      expect(failing(evidence)).toEqual(['c2s.stream host-unknown', 's2s.stream host-unknown'])
      expect(answer('c2s.direct', evidence)).toBe('not-applicable same-trouble')
      expect(answer('s2s.direct', evidence)).toBe('not-applicable same-trouble')
    })
  })
  test('a submitted port needs to work on one host only; where it works on none, the port that does is named', () => {
    const submitted = (port: number, on: Contact) => {
      const evidence = noRecord(
        on,
        of.troubled('c2s direct', 'connect', 'refused', { source: 'submitted', target: of.domain, port }),
      )
      return { ...evidence, order: { ...evidence.order, directTlsPort: port } }
    }
    expect(warned(submitted(5223, of.contact('c2s direct', { source: 'submitted' })))).toEqual([])
    expect(warned(submitted(5224, of.contact('c2s direct', tried)))).toEqual(['c2s.direct elsewhere'])
  })
})

describe('what nobody is to blame for', () => {
  test('a rate limit is unknown, once', () => {
    const evidence = c2s('stream', 'rate-limited', { condition: 'policy-violation' })
    expect(failing(evidence)).toEqual([])
    expect(unsure(evidence)).toEqual(['c2s.stream rate-limited'])
    expect(verdictOf(evidence)).toBe('inconclusive')
  })
  test('a rate limit beside an endpoint that was judged is told and blocks nothing', () => {
    const evidence = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'stream', 'rate-limited', other),
    )
    expect(warned(evidence)).toEqual(['c2s.stream ok-but-one'])
    expect(verdictOf(evidence)).toBe('eligible')
  })
  test('our own trouble is unknown at the layer where it happened', () => {
    expect(unsure(c2s('tls', 'our-side', { detail: 'EMFILE' }))).toEqual(['tls.handshake our-side'])
    expect(wordsOf('tls.handshake', c2s('tls', 'our-side', { detail: 'EMFILE' })).found).toContain('EMFILE')
  })
  test('improper-addressing is our doing when we had no name to give', () => {
    const without = of.troubled('s2s starttls', 'stream', 'stream-error', {
      condition: 'improper-addressing',
      transcript: "C: <stream:stream to='im.example.org'>",
    })
    expect(unsure(of.withContacts(without))).toEqual(['s2s.stream our-side'])
    const named = of.troubled('s2s starttls', 'stream', 'stream-error', { condition: 'improper-addressing' })
    expect(failing(of.withContacts(named))).toEqual(['s2s.stream stream-error'])
  })
  test('a network fault while our references were silent too is ours', () => {
    const dead = of.withContacts(of.troubled('s2s starttls', 'connect', 'timed-out'))
    expect(failing({ ...dead, references: { asked: 3, answered: 2 } })).toEqual(['s2s.connect silent'])
    const doubtful = { ...dead, references: { asked: 3, answered: 1 } }
    expect(failing(doubtful)).toEqual([])
    expect(unsure(doubtful)).toEqual(['s2s.connect our-side'])
    expect(verdictOf(doubtful)).toBe('inconclusive')
  })
  test('what a server itself said stands, references or not', () => {
    const evidence = c2s('stream', 'stream-error', { condition: 'host-unknown' })
    expect(failing({ ...evidence, references: { asked: 3, answered: 0 } })).toEqual([
      'c2s.stream host-unknown',
    ])
  })
  test('a desk without IPv6 judges a target by its IPv4 address', () => {
    const v6 = { address: '2001:db8::7', family: 6 as const, detail: 'no IPv6 here' }
    const good = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'connect', 'our-side', v6),
    )
    expect(verdictOf(good)).toBe('eligible')
    const dead = of.withContacts(
      of.troubled('c2s starttls', 'connect', 'refused'),
      of.troubled('c2s starttls', 'connect', 'our-side', v6),
    )
    expect(failing(dead)).toEqual(['c2s.connect refused'])
    const only = of.withContacts(of.troubled('c2s starttls', 'connect', 'our-side', v6))
    expect(unsure(only)).toEqual(['c2s.connect our-side'])
  })
})

describe('DNS', () => {
  const srv = (c2sAnswer: Parameters<typeof of.srv>[1]) => [
    of.srv('_xmpp-client', c2sAnswer),
    of.srv('_xmpps-client'),
    of.srv('_xmpp-server'),
    of.noSrv('_xmpps-server'),
  ]
  const rest = [of.contact('s2s starttls'), of.contact('c2s direct')]
  test.each(['servfail', 'timed-out'] as const)(
    '%s is not the same as no record: unknown, told once',
    (result) => {
      const evidence = of.evidence({ srv: srv({ result, records: [] }), contacts: rest })
      expect(failing(evidence)).toEqual([])
      expect(unsure(evidence).filter((one) => !one.startsWith('reg.'))).toEqual([
        'dns.srv.c2s silent',
        'c2s.connect dns-silent',
      ])
      expect(verdictOf(evidence)).toBe('inconclusive')
    },
  )
  test('the target "." says that clients are not served', () => {
    const evidence = of.evidence({
      srv: srv({ result: 'not-offered', records: [{ priority: 0, weight: 0, port: 0, target: '' }] }),
      contacts: [of.contact('s2s starttls')],
    })
    expect(failing(evidence)).toContain('dns.srv.none-offered clients')
    expect(answer('c2s.connect', evidence)).toBe('not-applicable not-reached')
  })
  test('"." for STARTTLS beside a published TLS-only port that works goes to people', () => {
    const evidence = of.evidence({ srv: srv({ result: 'not-offered', records: [] }), contacts: rest })
    expect(warned(evidence)).toContain('dns.srv.none-offered clients-direct-only')
  })
  test('"." beside other records is a mistake to mend', () => {
    const records = ['', 'xmpp1.example.org'].map((target) => ({
      priority: 5,
      weight: 0,
      port: 5222,
      target,
    }))
    expect(warned(of.evidence({ srv: srv({ records }) }))).toEqual(['dns.srv.c2s mixed'])
  })
  test('targets without address', () => {
    const none = of.evidence({
      hosts: [of.host(of.domain), of.host('xmpp1.example.org', '', { result: 'nxdomain', addresses: [] })],
      contacts: [],
    })
    expect(failing(none)).toEqual(['dns.target.resolve none'])
    const records = ['xmpp1.example.org', 'gone.example.org'].map((target) => ({
      priority: 5,
      weight: 0,
      port: 5222,
      target,
    }))
    const one = of.evidence({
      srv: srv({ records }),
      hosts: [
        of.host('xmpp1.example.org'),
        of.host('gone.example.org', '', { result: 'nodata', addresses: [] }),
      ],
    })
    expect(warned(one)).toEqual(['dns.target.resolve some'])
  })
  test('a target whose name servers are silent beside one that has an address is a warning', () => {
    const records = ['xmpp1.example.org', 'mute.example.org'].map((target) => ({
      priority: 5,
      weight: 0,
      port: 5222,
      target,
    }))
    const evidence = of.evidence({
      srv: srv({ records }),
      hosts: [
        of.host('xmpp1.example.org'),
        of.host('mute.example.org', '', { result: 'servfail', addresses: [] }),
      ],
    })
    expect(warned(evidence)).toEqual(['dns.target.resolve some-silent'])
  })
  test('targets for direct TLS count as well', () => {
    const lost = { records: [{ priority: 5, weight: 0, port: 5223, target: 'lost.example.org' }] }
    const with5223 = (more: Parameters<typeof of.host>[2]) =>
      of.evidence({
        srv: [
          of.srv('_xmpp-client'),
          of.srv('_xmpps-client', lost),
          of.srv('_xmpp-server'),
          of.noSrv('_xmpps-server'),
        ],
        hosts: [of.host('xmpp1.example.org'), of.host('lost.example.org', '', { addresses: [], ...more })],
      })
    expect(warned(with5223({ result: 'nxdomain' }))).toEqual(['dns.target.resolve some'])
    expect(failing(with5223({ result: 'nodata', refused: 'private' }))).toEqual([
      'dns.target.public not-public',
    ])
  })
  test('neither records nor an address', () => {
    const evidence = of.evidence({
      srv: [
        of.noSrv('_xmpp-client'),
        of.noSrv('_xmpps-client'),
        of.noSrv('_xmpp-server'),
        of.noSrv('_xmpps-server'),
      ],
      hosts: [of.host(of.domain, '', { result: 'nodata', addresses: [] })],
      contacts: [],
      website: { visits: [of.visit('https://www.example.org/')], pages: [] },
    })
    expect(failing(evidence)).toEqual(['dns.target.resolve none-of-domain'])
  })
  test('private addresses and foreign ports are named and never dialled', () => {
    const hosts = [
      of.host(of.domain),
      of.host('xmpp1.example.org', '', { addresses: [], refused: 'private' }),
    ]
    const evidence = of.evidence({ hosts, contacts: [] })
    expect(failing(evidence)).toEqual(['dns.target.public not-public'])
    const smtp = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'connect', 'guard', { port: 25, detail: 'port' }),
    )
    expect(failing(smtp)).toEqual(['dns.target.public port'])
  })
  test('a port we do not dial is no fault as a backup of one that works', () => {
    const smtp = (priority: number) =>
      of.withContacts(
        of.contact('c2s starttls'),
        of.troubled('c2s starttls', 'connect', 'guard', { port: 80, priority, detail: 'port' }),
      )
    expect(failing(smtp(10))).toEqual([])
    expect(warned(smtp(10))).toEqual(['dns.target.public port-beside'])
    expect(verdictOf(smtp(10))).toBe('eligible')
    expect(wordsOf('dns.target.public', smtp(10)).found).toContain('Beside xmpp1.example.org:5222')
    expect(failing(smtp(1))).toEqual(['dns.target.public port'])
    const dead = of.withContacts(
      of.troubled('c2s starttls', 'connect', 'refused'),
      of.troubled('c2s direct', 'connect', 'refused'),
      of.troubled('c2s starttls', 'connect', 'guard', { port: 80, priority: 10, detail: 'port' }),
    )
    expect(failing(dead)).toContain('dns.target.public port')
    const nowhere = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'connect', 'guard', { port: 0, priority: 10, detail: 'port' }),
    )
    expect(failing(nowhere)).toEqual(['dns.target.public no-port'])
  })
  test('an alias that leads to no address is told as that', () => {
    const hosts = [
      of.host(of.domain),
      of.host('xmpp1.example.org', '192.0.2.7', {
        addresses: [],
        result: 'nodata',
        aliases: ['gone.example.net'],
      }),
    ]
    const evidence = of.evidence({ hosts, contacts: [] })
    expect(warned(evidence)).toContain('dns.target.cname dangling')
    expect(wordsOf('dns.target.cname', evidence).fix).not.toContain('gone.example.net')
  })
  test('of two addresses of one name the bad one is named', () => {
    const evidence = of.withContacts(
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'stream', 'http', { address: '192.0.2.99' }),
    )
    expect(wordsOf('c2s.stream', evidence).found).toBe(
      'A web server, not an XMPP server, answers at xmpp1.example.org:5222 192.0.2.99. In order: xmpp1.example.org:5222 192.0.2.7.',
    )
  })
  test('addresses that one check had no connection for are named', () => {
    const hosts = [of.host(of.domain), of.host('xmpp1.example.org')]
    const more = { address: '192.0.2.99', family: 4 as const }
    const evidence = of.evidence({
      hosts: hosts.map((one) => ({ ...one, addresses: [...one.addresses, more] })),
    })
    expect(wordsOf('c2s.connect', evidence).found).toContain(
      'Not looked at this time: xmpp1.example.org:5222 192.0.2.99.',
    )
    expect(wordsOf('c2s.connect', of.evidence()).found).not.toContain('Not looked at')
  })
  test('an alias as target is warned of', () => {
    expect(
      warned(
        of.evidence({
          hosts: [
            of.host(of.domain),
            of.host('xmpp1.example.org', '192.0.2.7', { aliases: ['host.example.net'] }),
          ],
        }),
      ),
    ).toEqual(['dns.target.cname alias'])
  })
  test('IPv6 is told', () => {
    const six = of.evidence({ hosts: [of.host('xmpp1.example.org', '2001:db8::7')] })
    expect(answer('dns.ipv6', six)).toBe('pass yes')
    expect(answer('dns.ipv6', of.evidence())).toBe('pass no')
  })
  test('a domain that is none in public DNS stops everything', () => {
    const evidence = of.evidence({
      refusedDomain: 'special-name',
      srv: [],
      hosts: [],
      contacts: [],
      certificates: {},
      legacy: [],
    })
    const { website: _, ...bare } = evidence
    expect(failing(bare)).toEqual(['input.domain special-name'])
    expect(unsure(bare)).toEqual([])
  })
})
