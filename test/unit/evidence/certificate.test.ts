import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { expect, test } from 'vitest'
import { assert, integer, property } from 'fast-check'
import { createAuthority } from '../../../src/demo/world/authority.ts'
import type { CertificateOptions } from '../../../src/demo/world/authority.ts'
import { readCertificate } from '../../../src/evidence/certificate.ts'
import { millis } from '../../../src/values/instant.ts'

const authority = createAuthority()
const unknown = { sha256: '', selfSigned: false }
const leaf = (options: CertificateOptions) =>
  readCertificate(new X509Certificate(authority.issue(options).cert).raw.toString('base64'), unknown)

test('every root that Node ships is read as OpenSSL reads it', () => {
  for (const pem of rootCertificates) {
    const theirs = new X509Certificate(pem)
    const ours = readCertificate(theirs.raw.toString('base64'), unknown)
    expect(ours).toMatchObject({ selfIssued: true, isCa: true })
    expect(millis(ours?.notAfter ?? ('' as never))).toBe(Date.parse(theirs.validTo))
    expect(millis(ours?.notBefore ?? ('' as never))).toBe(Date.parse(theirs.validFrom))
    const { asymmetricKeyType, asymmetricKeyDetails } = theirs.publicKey
    expect(ours?.key.type).toBe(asymmetricKeyType)
    expect(ours?.key.bits).toBe(
      asymmetricKeyDetails?.modulusLength ??
        { prime256v1: 256, secp384r1: 384, secp521r1: 521 }[asymmetricKeyDetails?.namedCurve ?? ''],
    )
    const called = /^CN=(.*)$/m.exec(theirs.subject)?.[1]?.replace(/\\(.)/g, '$1')
    expect(ours?.subject).toBe(called ?? ours?.subject)
  }
})
test('dates beyond 2050 are read', () => {
  expect(leaf({ dns: ['a.example'], notAfter: new Date('2061-02-03T04:05:06Z') })?.notAfter).toBe(
    '2061-02-03T04:05:06.000Z',
  )
})
test.each([
  ['p256', { type: 'ec', curve: 'P-256', bits: 256 }],
  ['p384', { type: 'ec', curve: 'P-384', bits: 384 }],
  ['ed25519', { type: 'ed25519' }],
  ['rsa1024', { type: 'rsa', bits: 1024 }],
] as const)('a %s key', (key, expected) => {
  expect(leaf({ dns: ['a.example'], key })?.key).toEqual(expected)
})
test('no extended key usage is no restriction', () => {
  expect(leaf({ dns: ['a.example'], purposes: [] })?.purposes).toBeUndefined()
})
test('names in other alphabets survive', () => {
  expect(leaf({ xmppAddr: ['jäbber.example'], commonName: 'Ünïcode' })?.names).toEqual([
    { kind: 'XmppAddr', value: 'jäbber.example' },
    { kind: 'CN', value: 'Ünïcode' },
  ])
})
test('rubbish is no certificate, and never an exception', () => {
  const good = new X509Certificate(authority.issue({ dns: ['a.example'] }).cert).raw
  assert(
    property(
      integer({ min: 0, max: good.length - 1 }),
      integer({ min: 0, max: 255 }),
      integer({ min: 0, max: good.length }),
      (at, byte, length) => {
        const bad = Buffer.from(good)
        bad[at] = byte
        readCertificate(bad.toString('base64'), unknown)
        readCertificate(good.subarray(0, length).toString('base64'), unknown)
      },
    ),
    { numRuns: 300 },
  )
  expect(readCertificate('', unknown)).toBeUndefined()
  expect(readCertificate('not base64 at all!', unknown)).toBeUndefined()
})
