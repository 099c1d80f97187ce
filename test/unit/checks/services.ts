import type { Evidence } from '../../../src/evidence/evidence.ts'
import * as of from './evidence-of.ts'

/** Services as one meets them, each with one thing wrong. */
const selfSigned = of.certificate('localhost', {
  selfIssued: true,
  selfSigned: true,
  issuer: 'localhost',
  issuerOrganization: 'Example',
  names: [{ kind: 'DNS', value: of.domain }],
})
const otherName = of.certificate('www.example.org')
const target2 = { target: 'xmpp2.example.org', address: '192.0.2.8' }
const both = (service: 'c2s' | 's2s') =>
  of.srv(service === 'c2s' ? '_xmpp-client' : '_xmpp-server', {
    records: ['xmpp1.example.org', 'xmpp2.example.org'].map((target) => ({
      priority: 5,
      weight: 0,
      port: service === 'c2s' ? 5222 : 5269,
      target,
    })),
  })
const noForm = { registration: { answer: 'refused' as const, fields: [], error: 'service-unavailable' } }

export const services: Readonly<Record<string, Evidence>> = {
  good: of.evidence(),
  'self-signed': of.withCertificate(
    selfSigned,
    { end: 'self-signed-leaf', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', path: [selfSigned.sha256] },
    [selfSigned.sha256],
  ),
  'missing intermediate': of.withCertificate(
    of.leaf,
    {
      end: 'unknown-issuer',
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      path: [of.leaf.sha256],
      missing: 'R11',
    },
    [of.leaf.sha256],
  ),
  'wrong name': of.withCertificate(otherName),
  'no direct TLS': of.evidence({
    srv: [
      of.srv('_xmpp-client'),
      of.noSrv('_xmpps-client'),
      of.srv('_xmpp-server'),
      of.noSrv('_xmpps-server'),
    ],
    contacts: [
      of.contact('c2s starttls', {
        transcript: "S: <c xmlns='http://jabber.org/protocol/caps' node='http://prosody.im' />",
      }),
      of.contact('s2s starttls'),
      of.troubled('c2s direct', 'connect', 'refused', { source: 'policy-port', detail: 'ECONNREFUSED' }),
      of.troubled('c2s direct', 'connect', 'refused', {
        source: 'policy-port',
        detail: 'ECONNREFUSED',
        target: of.domain,
        address: '192.0.2.80',
      }),
    ],
  }),
  'host unknown': of.evidence({
    contacts: [
      of.troubled('c2s starttls', 'stream', 'stream-error', {
        condition: 'host-unknown',
        detail: 'host-unknown',
      }),
      of.troubled('s2s starttls', 'stream', 'stream-error', {
        condition: 'host-unknown',
        detail: 'host-unknown',
      }),
      of.troubled('c2s direct', 'inside', 'stream-error', {
        condition: 'host-unknown',
        detail: 'host-unknown',
      }),
    ],
  }),
  'dead s2s': of.withContacts(of.troubled('s2s starttls', 'connect', 'timed-out', { detail: 'ETIMEDOUT' })),
  'no registration': of.evidence({
    contacts: [
      of.contact('c2s starttls', {
        ...noForm,
        inside: { features: of.features({ mechanisms: ['SCRAM-SHA-1'] }) },
      }),
      of.contact('s2s starttls'),
      of.contact('c2s direct', {
        ...noForm,
        inside: { features: of.features({ mechanisms: ['SCRAM-SHA-1'] }) },
      }),
    ],
  }),
  SERVFAIL: of.evidence({
    srv: [
      of.srv('_xmpp-client', { result: 'servfail', records: [] }),
      of.srv('_xmpps-client'),
      of.srv('_xmpp-server'),
      of.noSrv('_xmpps-server'),
    ],
    contacts: [of.contact('s2s starttls'), of.contact('c2s direct')],
  }),
  'one of two targets closed': of.evidence({
    srv: [both('c2s'), of.srv('_xmpps-client'), both('s2s'), of.noSrv('_xmpps-server')],
    hosts: [of.host(of.domain), of.host('xmpp1.example.org'), of.host('xmpp2.example.org', '192.0.2.8')],
    contacts: [
      of.contact('c2s starttls'),
      of.troubled('c2s starttls', 'connect', 'refused', { ...target2, detail: 'ECONNREFUSED' }),
      of.contact('s2s starttls'),
      of.contact('s2s starttls', target2),
      of.contact('c2s direct'),
    ],
  }),
}
