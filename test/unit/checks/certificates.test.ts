import { describe, expect, test } from 'vitest'
import { allChecks } from '../../../src/checks/all-checks.ts'
import { sameAuthority } from '../../../src/checks/authority-as-named.ts'
import type { Certificate, Evidence, Trust } from '../../../src/evidence/evidence.ts'
import type { Claims } from '../../../src/submission/submission.ts'
import type { Instant } from '../../../src/values/instant.ts'
import * as of from './evidence-of.ts'
import { answer, failing, outcomeOf, verdictOf, warned, wordsOf } from './judged.ts'

const own = (more: Partial<Certificate>) => of.certificate(of.domain, more)
const ended = (trust: Partial<Trust>, more: Partial<Certificate> = {}): Evidence =>
  of.withCertificate(own(more), trust)
const named = (...names: Certificate['names']): Evidence => of.withCertificate(own({ names }))

describe('which id says it', () => {
  test.each<[string, Evidence, string]>([
    [
      'a self-signed leaf',
      ended({ end: 'self-signed-leaf' }, { selfIssued: true, selfSigned: true }),
      'tls.selfsigned self-signed',
    ],
    ['a root nobody recognises', ended({ end: 'unknown-root', root: 'CAcert' }), 'tls.chain unknown-root'],
    [
      'an issuer that was not sent',
      ended({ end: 'unknown-issuer', missing: 'R11', path: [of.leaf.sha256] }),
      'tls.intermediate missing',
    ],
    [
      'an intermediate whose issuer, perhaps a root of its own, is neither sent nor known',
      ended({ end: 'unknown-issuer', missing: 'Snake Oil Root' }),
      'tls.intermediate unfinished',
    ],
    [
      'an issuer that is no authority',
      ended({ end: 'issuer-not-ca', at: of.intermediate.sha256 }),
      'tls.chain issuer-not-ca',
    ],
    ['a signature that does not verify', ended({ end: 'bad-signature' }), 'tls.chain bad-signature'],
    ['something OpenSSL alone knows', ended({ end: 'other', code: 'UNSPECIFIED' }), 'tls.chain other'],
    [
      'an expired leaf',
      ended({ end: 'expired' }, { notAfter: '2026-11-20T00:00:00.000Z' as Instant }),
      'tls.validity expired',
    ],
    [
      'an expired intermediate with no other path',
      ended({ end: 'expired', at: of.intermediate.sha256 }),
      'tls.validity chain-expired',
    ],
    [
      'a leaf of tomorrow',
      ended({ end: 'not-yet-valid' }, { notBefore: '2026-12-01T00:00:00.000Z' as Instant }),
      'tls.validity not-yet-valid',
    ],
    [
      'RSA with 1024 bits',
      ended({ end: 'recognised' }, { key: { type: 'rsa', bits: 1024 } }),
      'tls.key weak',
    ],
    [
      'RSA with 1024 bits that OpenSSL refuses',
      ended({ end: 'other', code: 'UNSPECIFIED' }, { key: { type: 'rsa', bits: 1024 } }),
      'tls.key weak',
    ],
    ['P-192', ended({}, { key: { type: 'ec', curve: 'P-192', bits: 192 } }), 'tls.key weak'],
    ['DSA', ended({}, { key: { type: 'dsa' } }), 'tls.key weak'],
    [
      'SHA-1',
      ended({ end: 'other', code: 'UNSPECIFIED' }, { signature: 'sha1WithRSAEncryption' }),
      'tls.signature weak',
    ],
    ['MD5, by OpenSSL’s word', ended({ end: 'weak', code: 'CA_MD_TOO_WEAK' }), 'tls.signature weak'],
    [
      'not for servers',
      ended({ end: 'purpose' }, { purposes: ['emailProtection'] }),
      'tls.eku not-for-servers',
    ],
    ['a Common Name alone', named({ kind: 'CN', value: of.domain }), 'tls.identity.cn-only common-name'],
  ])('%s', (_, evidence, fault) => {
    expect(failing(evidence)).toEqual([fault])
    expect(verdictOf(evidence)).toBe('not-eligible')
  })
  test.each<[string, Evidence]>([
    ['Ed25519', ended({}, { key: { type: 'ed25519' }, signature: 'Ed25519' })],
    ['P-521', ended({}, { key: { type: 'ec', curve: 'P-521', bits: 521 } })],
    ['RSA-PSS', ended({}, { key: { type: 'rsa-pss', bits: 2048 }, signature: 'rsassaPss-SHA256' })],
    ['no purposes at all', ended({}, { purposes: undefined } as never)],
    ['serverAuth without clientAuth', ended({}, { purposes: ['serverAuth'] })],
    ['a wildcard for the left-most label', named({ kind: 'DNS', value: '*.example.org' })],
  ])('%s is in order', (_, evidence) => {
    expect(failing(evidence)).toEqual([])
    expect(warned(evidence)).toEqual([])
  })
  test('Diffie-Hellman of fewer than 2048 bits is warned of', () => {
    const exchanged = (dhBits: number) =>
      of.evidence({
        contacts: of
          .evidence()
          .contacts.map((one) => ({ ...one, tls: of.tls({ version: 'TLSv1.2', dhBits }) })),
      })
    expect(failing(exchanged(1024))).toEqual([])
    expect(warned(exchanged(1024))).toEqual(['tls.key exchange'])
    expect(wordsOf('tls.key', exchanged(1024)).found).toContain('1024 bits')
    expect(warned(exchanged(2048))).toEqual([])
  })
  test('a root that signs itself with SHA-1 is no fault: its signature is not what it is trusted for', () => {
    const root = of.certificate('Old Root', {
      signature: 'sha1WithRSAEncryption',
      selfIssued: true,
      selfSigned: true,
      key: { type: 'rsa', bits: 1024 },
    })
    const evidence = of.withCertificate(
      of.leaf,
      { path: [of.leaf.sha256, of.intermediate.sha256, root.sha256] },
      [of.leaf.sha256, of.intermediate.sha256, root.sha256],
    )
    expect(failing({ ...evidence, certificates: { ...evidence.certificates, [root.sha256]: root } })).toEqual(
      [],
    )
  })
  test('an expired cross-sign beside a valid path is no fault, and no reason to warn', () => {
    const cross = of.certificate('ISRG Root X1', {
      notAfter: '2024-09-30T00:00:00.000Z' as Instant,
      issuer: 'DST Root CA X3',
      isCa: true,
    })
    const evidence = of.withCertificate(of.leaf, {}, [of.leaf.sha256, of.intermediate.sha256, cross.sha256])
    const all = { ...evidence, certificates: { ...evidence.certificates, [cross.sha256]: cross } }
    expect(failing(all)).toEqual([])
    expect(warned(all)).toEqual([])
  })
})

describe('names', () => {
  test('the name of the SRV target alone is explained', () => {
    const evidence = named({ kind: 'DNS', value: 'xmpp1.example.org' })
    expect(failing(evidence)).toEqual(['tls.identity.c2s target-only', 'tls.identity.s2s target-only'])
    expect(wordsOf('tls.identity.c2s', evidence).found).toContain(
      'The name in the address of your users counts',
    )
  })
  test('a wrong name tells which names the certificate has', () => {
    const evidence = named({ kind: 'DNS', value: 'a.example' }, { kind: 'DNS', value: 'b.example' })
    expect(wordsOf('tls.identity.s2s', evidence).found).toContain(
      'is for a.example, b.example, not for im.example.org',
    )
  })
  test('SRV-ID counts for its own service only', () => {
    expect(failing(named({ kind: 'SRV', value: `_xmpp-client.${of.domain}` }))).toEqual([
      'tls.identity.s2s wrong-name',
    ])
  })
  test('XmppAddr alone is warned of', () => {
    expect(warned(named({ kind: 'XmppAddr', value: of.domain }))).toEqual([
      'tls.identity.c2s legacy-name',
      'tls.identity.s2s legacy-name',
    ])
  })
  test('no name at all', () => {
    expect(failing(named())).toEqual(['tls.identity.c2s no-name', 'tls.identity.s2s no-name'])
  })
  test('a partial wildcard is no match', () => {
    expect(failing(named({ kind: 'DNS', value: 'i*.example.org' }))).toContain('tls.identity.c2s wrong-name')
  })
})

describe('dates', () => {
  const ends = (day: string) => ended({}, { notAfter: `${day}T10:00:00.000Z` as Instant })
  test('less than 14 days left is a warning, 14 days are not', () => {
    expect(warned(ends('2026-12-05'))).toEqual(['tls.validity ends-soon'])
    expect(warned(ends('2026-12-06'))).toEqual([])
  })
  test('an intermediate that ended is named, never the leaf, and no days are negative', () => {
    const old = { ...of.intermediate, notAfter: '2026-11-20T00:00:00.000Z' as Instant }
    const unknown = ended({ end: 'unknown-issuer', missing: 'Snake Oil Root' })
    const evidence = { ...unknown, certificates: { ...unknown.certificates, [old.sha256]: old } }
    expect(warned(evidence)).toEqual(['tls.validity chain-expired'])
    const { found } = wordsOf('tls.validity', evidence)
    expect(found).toContain('“R11” in the chain ended on 2026-11-20')
    expect(found).not.toContain('days')
  })
  test('an intermediate that ends first is named', () => {
    const soon = { ...of.intermediate, notAfter: '2026-11-25T00:00:00.000Z' as Instant }
    const good = of.evidence()
    const evidence = { ...good, certificates: { ...good.certificates, [soon.sha256]: soon } }
    expect(warned(evidence)).toEqual(['tls.validity chain-ends-soon'])
    expect(wordsOf('tls.validity', evidence).found).toContain('“R11” in the chain ends in 2 days')
  })
  test('the days stand in the sentence', () => {
    expect(wordsOf('tls.validity', of.evidence()).found).toContain('37 days left')
    expect(
      wordsOf('tls.validity', ended({ end: 'expired' }, { notAfter: '2026-11-19T09:00:00.000Z' as Instant }))
        .found,
    ).toContain('ended 3 days ago')
  })
})

describe('several endpoints', () => {
  test('one of them with another, expired certificate fails, and names the others in order', () => {
    const old = own({ sha256: 'old', notAfter: '2026-11-01T00:00:00.000Z' as Instant })
    const stale = of.contact('c2s starttls', {
      target: 'xmpp2.example.org',
      address: '192.0.2.8',
      tls: of.tls({
        chain: ['old'],
        trust: { end: 'expired', code: 'CERT_HAS_EXPIRED', path: ['old'], at: 'old' },
      }),
    })
    const evidence = of.withContacts(of.contact('c2s starttls'), stale)
    const all = { ...evidence, certificates: { ...evidence.certificates, old } }
    expect(failing(all)).toEqual(['tls.validity expired'])
    expect(outcomeOf('tls.validity', all).endpoint).toBe('c2s starttls xmpp2.example.org:5222 192.0.2.8')
    expect(wordsOf('tls.validity', all).found).toContain('In order: xmpp1.example.org:5222 192.0.2.7')
    expect(answer('tls.consistent', all)).toBe('warn differ')
  })
  test('certificates out of order are told, not refused', () => {
    expect(
      warned(of.withCertificate(of.leaf, {}, [of.leaf.sha256, 'another', of.intermediate.sha256])),
    ).toEqual(['tls.intermediate untidy'])
  })
  test('old versions of TLS beside new ones are a warning', () => {
    expect(
      warned(
        of.evidence({
          legacy: [
            {
              mode: 'c2s starttls',
              endpoint: 'c2s starttls xmpp1.example.org:5222 192.0.2.7',
              accepted: ['TLSv1', 'TLSv1.1'],
            },
          ],
        }),
      ),
    ).toEqual(['tls.legacy accepted'])
  })
  test('no connection came as far as a certificate: not judged, because another id has told why', () => {
    const down = of.evidence({
      contacts: [
        of.troubled('c2s starttls', 'connect', 'refused'),
        of.troubled('s2s starttls', 'connect', 'refused'),
        of.troubled('c2s direct', 'connect', 'refused'),
      ],
    })
    const tls = allChecks
      .filter((check) => check.id.startsWith('tls.') && check.id !== 'tls.legacy')
      .map((check) => answer(check.id, down).split(' ')[0])
    expect(new Set(tls)).toEqual(new Set(['not-applicable']))
  })
})

describe('the authority that was named', () => {
  test.each([
    ['Let’s Encrypt', ['R11', "Let's Encrypt", 'ISRG Root X1']],
    ['letsencrypt.org', ['E7', "Let's Encrypt"]],
    ['ISRG', ['R11', "Let's Encrypt"]],
    ['ZeroSSL', ['Sectigo Public Server Authentication CA DV E36', 'Sectigo Limited']],
    [
      'Comodo',
      [
        'Sectigo RSA Domain Validation Secure Server CA',
        'Sectigo Limited',
        'USERTrust RSA Certification Authority',
      ],
    ],
    ['Google Trust Services', ['WR2', 'Google Trust Services']],
    ['GTS', ['WE1', 'Google Trust Services']],
    ['DigiCert', ['Thawte TLS RSA CA G1', 'DigiCert Inc']],
    ['D-Trust', ['D-TRUST SSL Class 3 CA 1 2009', 'D-Trust GmbH']],
    ['LE', ['R11', "Let's Encrypt"]],
    ['LetsEncrypt R3 (via certbot)', ['E7', "Let's Encrypt"]],
    ['Internet Security Research Group', ['R11', "Let's Encrypt"]],
    ['Google', ['WR1', 'Google Trust Services']],
    ['Sectigo Limited', ['ZeroSSL ECC Domain Secure Site CA', 'ZeroSSL']],
    ['RapidSSL', ['RapidSSL TLS RSA CA G1', 'DigiCert Inc']],
    ['SSL.com', ['SSL.com TLS Issuing RSA CA R1', 'SSL Corp']],
    ['TERENA', ['GEANT TLS ECC 1', 'Hellenic Academic and Research Institutions CA']],
    ['Example CA', ['Example Root R1', 'Example Ltd']],
    ['Bundesdruckerei', ['D-TRUST BR CA 1-20-1 2020', 'D-Trust GmbH']],
  ])('%s is %j', (claim, shown) => expect(sameAuthority(claim, shown)).toBe(true))
  test.each([
    ['Sectigo', ['R11', "Let's Encrypt", 'ISRG Root X1']],
    ['CAcert', ['R11', "Let's Encrypt"]],
    ['self-signed', ['R11', "Let's Encrypt"]],
    ['', ['R11']],
    ['Trust', ['WR1', 'Google Trust Services']],
    ['CA', ['Example Root CA']],
    ['SSL', ['SSL.com TLS Issuing RSA CA R1', 'SSL Corp']],
    ['Design Authority', ['Microsec e-Szigno Root CA 2009']],
    ['DigiCert', ['R11', "Let's Encrypt"]],
  ])('%s is not %j', (claim, shown) => expect(sameAuthority(claim, shown)).toBe(false))
  test('who says that his certificate is his own is believed when it is', () => {
    const signed = ended(
      { end: 'self-signed-leaf' },
      { selfIssued: true, selfSigned: true, issuer: of.domain },
    )
    const saying = (certificateAuthority: string) =>
      answer('tls.ca-declared', signed, { certificateAuthority } as Claims)
    expect(saying('self-signed')).toBe('pass same')
    expect(saying('selbst ausgestellt')).toBe('pass same')
    expect(saying("Let's Encrypt")).toBe('warn differs')
  })
  test('a difference goes to people with both values, and blocks nothing', () => {
    const claims = { certificateAuthority: 'Sectigo' } as Claims
    expect(warned(of.evidence(), claims)).toContain('tls.ca-declared differs')
    expect(wordsOf('tls.ca-declared', of.evidence(), claims).found).toContain(
      "Named: Sectigo. Measured: Let's Encrypt",
    )
  })
})
