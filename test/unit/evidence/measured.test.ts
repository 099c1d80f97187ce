import { expect, test } from 'vitest'
import type { Certificate, Contact, Evidence, WebVisit } from '../../../src/evidence/evidence.ts'
import { measured } from '../../../src/evidence/measured.ts'
import type { Instant } from '../../../src/values/instant.ts'
import type { CountryCode, DomainName } from '../../../src/values/names.ts'

const at = '2026-11-22T10:00:00.000Z' as Instant
const certificate = (sha256: string, notAfter: string, more: Partial<Certificate> = {}): Certificate => ({
  sha256,
  der: '',
  subject: 'im.example',
  issuer: 'R11',
  names: [],
  notBefore: at,
  notAfter: notAfter as Instant,
  key: { type: 'ec' },
  signature: '',
  selfIssued: false,
  selfSigned: false,
  isCa: false,
  ...more,
})
const contact = (mode: Contact['mode'], leaf: string, more: Partial<Contact> = {}): Contact => ({
  mode,
  source: 'srv',
  target: 'xmpp.im.example',
  address: '192.0.2.7',
  family: 4,
  port: 5222,
  alpn: false,
  startedAt: at,
  reached: 'done',
  ms: { total: 1 },
  transcript: '',
  tls: { version: 'TLSv1.3', cipher: '', chain: [leaf], trust: { end: 'recognised', code: 'OK', path: [] } },
  ...more,
})
const evidence = (more: Partial<Evidence>): Evidence => ({
  version: 1,
  run: 'r',
  at,
  durationMs: 1,
  order: { domain: 'im.example' as DomainName, mayRegister: false },
  srv: [],
  hosts: [],
  contacts: [],
  certificates: {},
  legacy: [],
  ourSide: [],
  roots: { count: 1, sha256: '' },
  ...more,
})
const visit = (more: Partial<WebVisit>): WebVisit => ({
  asked: 'https://im.example/',
  hops: [],
  status: 200,
  bytes: 1,
  cut: false,
  mentions: [],
  contacts: [],
  ...more,
})

test('nothing seen is nothing said', () => {
  expect(measured(evidence({}))).toEqual({})
})
test('the authority as people call it, and the first certificate to end', () => {
  const seen = measured(
    evidence({
      contacts: [
        contact('s2s starttls', 'b'),
        contact('c2s starttls', 'a'),
        contact('c2s direct', 'broken', { reached: 'tls' }),
      ],
      certificates: {
        a: certificate('a', '2027-02-01T00:00:00.000Z', { issuerOrganization: "Let's Encrypt" }),
        b: certificate('b', '2027-01-01T00:00:00.000Z'),
        broken: certificate('broken', '2026-12-01T00:00:00.000Z'),
      },
    }),
  )
  expect(seen).toMatchObject({ issuer: "Let's Encrypt", certificateEnds: '2027-01-01T00:00:00.000Z' })
})
test('registration in-band, elsewhere, on the web', () => {
  const form = { answer: 'form' as const, fields: ['username', 'password'] }
  expect(
    measured(evidence({ contacts: [contact('c2s starttls', 'a', { registration: form })] })).registration,
  ).toEqual({ inBand: true })
  const elsewhere = { answer: 'elsewhere' as const, fields: [], url: 'https://im.example/join' }
  expect(
    measured(evidence({ contacts: [contact('c2s starttls', 'a', { registration: elsewhere })] }))
      .registration,
  ).toEqual({ inBand: false, web: 'https://im.example/join' })
  const page = visit({ registration: { kind: 'form', url: 'https://im.example/register' } })
  expect(measured(evidence({ website: { visits: [], pages: [page] } })).registration).toEqual({
    inBand: false,
    web: 'https://im.example/register',
  })
  expect(
    measured(evidence({ website: { visits: [], pages: [{ ...page, status: 404 }] } })).registration,
  ).toBeUndefined()
})
test('a country is told only when all addresses in use agree', () => {
  const host = (...countries: string[]) => ({
    host: 'xmpp.im.example',
    result: 'found' as const,
    aliases: [],
    addresses: countries.map((country, i) => ({
      address: `192.0.2.${7 + i}`,
      family: 4 as const,
      country: country as CountryCode,
    })),
  })
  const contacts = [contact('c2s starttls', 'a'), contact('c2s starttls', 'a', { address: '192.0.2.8' })]
  expect(measured(evidence({ hosts: [host('DE', 'DE')], contacts })).country).toBe('DE')
  expect(measured(evidence({ hosts: [host('DE', 'FR')], contacts })).country).toBeUndefined()
})
test('software, add-ons, contacts and title come from where they were said', () => {
  const item = (category: string, type: string, ...features: string[]) => ({
    jid: `${type}.im.example`,
    identities: [{ category, type }],
    features,
  })
  const seen = measured(
    evidence({
      website: { visits: [visit({}), visit({ title: 'IM' })], pages: [] },
      federation: {
        answers: [],
        version: { name: 'Prosody', version: '0.12.4' },
        items: {
          answer: 'result',
          items: [
            item('conference', 'text', 'http://jabber.org/protocol/muc'),
            item('gateway', 'irc'),
            item('pubsub', 'service'),
            item('store', 'file', 'urn:xmpp:http:upload:0'),
            item('proxy', 'bytestreams', 'http://jabber.org/protocol/bytestreams'),
          ],
        },
        contacts: [
          { kind: 'admin', addresses: ['xmpp:admin@im.example', 'mailto:admin@im.example'] },
          { kind: 'abuse', addresses: ['xmpp:abuse@im.example'] },
        ],
      },
    }),
  )
  expect(seen).toEqual({
    software: 'Prosody 0.12.4',
    features: ['gateway-irc', 'muc', 'proxy65', 'pubsub', 'upload'],
    contacts: ['admin@im.example'],
    mailContacts: ['admin@im.example'],
    websiteTitle: 'IM',
  })
})
