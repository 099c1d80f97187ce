import type {
  Certificate,
  Contact,
  Evidence,
  Features,
  HostAnswer,
  Mode,
  Phase,
  SrvAnswer,
  SrvService,
  TlsSeen,
  Trouble,
  TroubleCode,
  Trust,
  WebVisit,
} from '../../../src/evidence/evidence.ts'
import type { Instant } from '../../../src/values/instant.ts'
import type { CountryCode, DomainName } from '../../../src/values/names.ts'

/** Small builders of evidence: a healthy service, and what deviates from it. */
export const at = '2026-11-22T10:00:00.000Z' as Instant
export const domain = 'im.example.org' as DomainName

export const features = (more: Partial<Features> = {}): Features => ({
  starttls: 'absent',
  mechanisms: [],
  register: false,
  dialback: false,
  channelBindings: [],
  all: [],
  ...more,
})

export const certificate = (name: string, more: Partial<Certificate> = {}): Certificate => ({
  sha256: `sha256-of-${name}`,
  der: '',
  subject: name,
  issuer: 'R11',
  issuerOrganization: "Let's Encrypt",
  names: [{ kind: 'DNS', value: name }],
  notBefore: '2026-10-01T00:00:00.000Z' as Instant,
  notAfter: '2026-12-30T00:00:00.000Z' as Instant,
  key: { type: 'ec', curve: 'P-256', bits: 256 },
  signature: 'sha256WithRSAEncryption',
  selfIssued: false,
  selfSigned: false,
  isCa: false,
  purposes: ['serverAuth'],
  ...more,
})
export const leaf = certificate(domain)
export const intermediate = certificate('R11', {
  issuer: 'ISRG Root X1',
  issuerOrganization: 'Internet Security Research Group',
  names: [{ kind: 'CN', value: 'R11' }],
  notAfter: '2027-03-12T00:00:00.000Z' as Instant,
  key: { type: 'rsa', bits: 2048 },
  isCa: true,
})
const recognised: Trust = {
  end: 'recognised',
  code: 'OK',
  path: [leaf.sha256, intermediate.sha256],
  root: 'ISRG Root X1',
}
export const tls = (more: Partial<TlsSeen> = {}): TlsSeen => ({
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  chain: [leaf.sha256, intermediate.sha256],
  trust: recognised,
  ...more,
})

const ports: Readonly<Record<Mode, number>> = {
  'c2s starttls': 5222,
  'c2s direct': 5223,
  's2s starttls': 5269,
  's2s direct': 5270,
}
export function contact(mode: Mode, more: Partial<Contact> = {}): Contact {
  const c2s = mode.startsWith('c2s')
  const inside = c2s ? { mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-1'], register: true } : { dialback: true }
  return {
    mode,
    source: 'srv',
    priority: 5,
    weight: 0,
    target: 'xmpp1.example.org',
    address: '192.0.2.7',
    family: 4,
    port: ports[mode],
    alpn: mode.endsWith('direct'),
    startedAt: at,
    reached: 'done',
    ...(mode.endsWith('starttls') && {
      outside: { from: domain, version: '1.0', features: features({ starttls: 'required' }) },
    }),
    tls: tls(),
    inside: { from: domain, version: '1.0', features: features(inside) },
    ...(c2s && {
      registration: { answer: 'form' as const, fields: ['username', 'password'] },
    }),
    ms: { total: 40 },
    transcript: "C: <stream:stream from='probe.example' to='im.example.org'>\nS: <stream:stream>",
    ...more,
  }
}
const phases: readonly Phase[] = ['connect', 'stream', 'starttls', 'tls', 'inside']
/** A contact that ended in trouble: what comes after the phase was never seen. */
export function troubled(
  mode: Mode,
  phase: Phase,
  code: TroubleCode,
  more: Partial<Contact> & { condition?: string; detail?: string } = {},
): Contact {
  const { condition, detail = '', ...rest } = more
  const trouble: Trouble = { phase, code, detail, ...(condition !== undefined && { condition }) }
  const { outside, tls: seen, inside: _, registration: __, ...bare } = contact(mode)
  const rank = phases.indexOf(phase)
  return {
    ...bare,
    ...(rank > 1 && outside !== undefined && { outside }),
    ...(rank > 3 && seen !== undefined && { tls: seen }),
    reached: phases[rank - 1] ?? 'nothing',
    trouble,
    ...rest,
  }
}

export const srv = (service: SrvService, more: Partial<SrvAnswer> = {}): SrvAnswer => ({
  service,
  name: `${service}._tcp.${domain}`,
  result: 'found',
  records: [{ priority: 5, weight: 0, port: srvPorts[service], target: 'xmpp1.example.org' }],
  cutOff: 0,
  ...more,
})
const srvPorts: Readonly<Record<SrvService, number>> = {
  '_xmpp-client': 5222,
  '_xmpps-client': 5223,
  '_xmpp-server': 5269,
  '_xmpps-server': 5270,
}
export const noSrv = (service: SrvService): SrvAnswer => srv(service, { result: 'nxdomain', records: [] })
export const host = (name: string, address = '192.0.2.7', more: Partial<HostAnswer> = {}): HostAnswer => ({
  host: name,
  result: 'found',
  addresses: [{ address, family: address.includes(':') ? 6 : 4, country: 'DE' as CountryCode }],
  aliases: [],
  ...more,
})
export const visit = (asked: string, more: Partial<WebVisit> = {}): WebVisit => ({
  asked,
  hops: [{ url: asked, status: 200 }],
  status: 200,
  type: 'text/html',
  bytes: 2048,
  cut: false,
  title: 'Example IM',
  mentions: ['XMPP'],
  contacts: [{ kind: 'mailto', value: 'admin@im.example.org' }],
  ...(asked.startsWith('https') && { certificate: { ok: true, says: 'OK' } }),
  ...more,
})

/** A service in good order, with federation not asked (no accounts of our own). */
export const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  version: 1,
  run: 'run-1',
  at,
  durationMs: 412,
  order: { domain, mayRegister: false },
  srv: [srv('_xmpp-client'), srv('_xmpps-client'), srv('_xmpp-server'), noSrv('_xmpps-server')],
  hosts: [host(domain), host('xmpp1.example.org')],
  contacts: [
    contact('c2s starttls'),
    contact('s2s starttls'),
    contact('c2s direct'),
    contact('c2s direct', { alpn: false }),
  ],
  certificates: { [leaf.sha256]: leaf, [intermediate.sha256]: intermediate },
  legacy: [{ mode: 'c2s starttls', endpoint: 'xmpp1.example.org:5222 192.0.2.7', accepted: [] }],
  website: { visits: [visit(`https://${domain}/`), visit(`http://${domain}/`)], pages: [] },
  ourSide: [],
  roots: { count: 144, sha256: '0'.repeat(64) },
  ...more,
})
/** The healthy service with these contacts instead of its own of the same mode. */
export const withContacts = (...contacts: readonly Contact[]): Evidence => {
  const base = evidence()
  const modes = contacts.map((one) => one.mode)
  return evidence({ contacts: [...base.contacts.filter((one) => !modes.includes(one.mode)), ...contacts] })
}
/** The healthy service with another leaf and way of ending on every endpoint. */
export const withCertificate = (
  own: Certificate,
  trust: Partial<Trust> = {},
  chain?: readonly string[],
): Evidence => {
  const seen = tls({
    chain: chain ?? [own.sha256, intermediate.sha256],
    trust: { ...recognised, path: [own.sha256, intermediate.sha256], ...trust },
  })
  const base = evidence()
  return evidence({
    contacts: base.contacts.map((one) => ({ ...one, tls: seen })),
    certificates: { [own.sha256]: own, [intermediate.sha256]: intermediate },
  })
}
