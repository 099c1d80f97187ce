import forge from 'node-forge'
import { parseInstant } from '../values/instant.ts'
import type { Instant } from '../values/instant.ts'
import type { Certificate, CertificateName } from './evidence.ts'

// Read from DER with node-forge's asn1 alone: its certificate class cannot read ECDSA or Ed25519 keys, and Node's
// printed subjectAltName is text in which a name may hide commas.
type Node = { type: number; tagClass: number; value: string | Node[] }
const { asn1, util } = forge
const contextSpecific = 0x80
const utf8String = 12
const bmpString = 30
const xmppAddrOid = '1.3.6.1.5.5.7.8.5' // RFC 6120 §13.7.1.4
const srvNameOid = '1.3.6.1.5.5.7.8.7' // RFC 4985

const signatures: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.14': 'sha224WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.1': 'ecdsa-with-SHA224',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.2.840.10040.4.3': 'dsa-with-SHA1',
  '2.16.840.1.101.3.4.3.2': 'dsa-with-SHA256',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
}
const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'SHA1',
  '2.16.840.1.101.3.4.2.1': 'SHA256',
  '2.16.840.1.101.3.4.2.2': 'SHA384',
  '2.16.840.1.101.3.4.2.3': 'SHA512',
}
const curves: Readonly<Record<string, readonly [string, number]>> = {
  '1.2.840.10045.3.1.1': ['P-192', 192],
  '1.3.132.0.33': ['P-224', 224],
  '1.2.840.10045.3.1.7': ['P-256', 256],
  '1.3.132.0.34': ['P-384', 384],
  '1.3.132.0.35': ['P-521', 521],
  '1.3.132.0.10': ['secp256k1', 256],
  '1.3.36.3.3.2.8.1.1.7': ['brainpoolP256r1', 256],
  '1.3.36.3.3.2.8.1.1.11': ['brainpoolP384r1', 384],
  '1.3.36.3.3.2.8.1.1.13': ['brainpoolP512r1', 512],
}
const purposes: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
}

/**
 * What a certificate says, from DER in base64. The hash and whether its own key verifies it are the caller's to find out
 * (both need cryptography). undefined when it is no X.509 certificate.
 */
export function readCertificate(
  der: string,
  found: { sha256: string; selfSigned: boolean },
): Certificate | undefined {
  try {
    const tbs = children(parse(util.decode64(der)))[0]
    if (tbs === undefined) return undefined
    const all = children(tbs)
    const at = all[0]?.tagClass === contextSpecific ? 1 : 0 // version is optional
    const [, algorithm, issuer, validity, subject, spki] = all.slice(at)
    if (!algorithm || !issuer || !validity || !subject || !spki) return undefined
    const extensions = readExtensions(
      all.find((node) => node.tagClass === contextSpecific && node.type === 3),
    )
    const [notBefore, notAfter] = children(validity).map(moment)
    if (notBefore === undefined || notAfter === undefined) return undefined
    const organization = attribute(issuer, '2.5.4.10')
    const usage = extensions.get('2.5.29.37')
    const issuerUrl = issuerAddress(extensions.get('1.3.6.1.5.5.7.1.1'))
    return {
      sha256: found.sha256,
      der,
      subject: called(subject),
      issuer: called(issuer),
      ...(organization !== undefined && { issuerOrganization: organization }),
      names: [...alternativeNames(extensions.get('2.5.29.17')), ...commonNames(subject)],
      notBefore,
      notAfter,
      key: readKey(spki),
      signature: signatureOf(algorithm),
      selfIssued: asn1.toDer(issuer as never).getBytes() === asn1.toDer(subject as never).getBytes(),
      selfSigned: found.selfSigned,
      isCa: children(extensions.get('2.5.29.19') ?? empty)[0]?.value === 'ÿ',
      ...(usage !== undefined && { purposes: children(usage).map((one) => purposes[oid(one)] ?? oid(one)) }),
      ...(issuerUrl !== undefined && { issuerUrl }),
    }
  } catch {
    return undefined // a name or a tag that asn1 will not read; OpenSSL may have been more forgiving
  }
}

/** Only the names, for a probe that asks nothing else of the certificate. DER in base64. */
export function certificateNames(der: string): CertificateName[] {
  return [...(readCertificate(der, { sha256: '', selfSigned: false })?.names ?? [])]
}

const empty: Node = { type: 16, tagClass: 0, value: [] }
const parse = (bytes: string): Node =>
  asn1.fromDer(util.createBuffer(bytes), {
    strict: false,
    decodeBitStrings: false,
  } as never) as unknown as Node
const children = (node: Node): Node[] => (Array.isArray(node.value) ? node.value : [])
const bytes = (node: Node | undefined): string => (typeof node?.value === 'string' ? node.value : '')
const oid = (node: Node | undefined): string => (node === undefined ? '' : asn1.derToOid(bytes(node)))

/** Extension values by OID; each is the decoded content of its OCTET STRING. */
function readExtensions(node: Node | undefined): Map<string, Node> {
  const found = new Map<string, Node>()
  for (const extension of children(children(node ?? empty)[0] ?? empty)) {
    const parts = children(extension)
    const value = bytes(parts.at(-1))
    if (value !== '') found.set(oid(parts[0]), parse(value))
  }
  return found
}
function moment(node: Node): Instant | undefined {
  const text = bytes(node)
  const short = node.type === 23 // UTCTime: years 1950 to 2049 (RFC 5280 §4.1.2.5.1)
  const year = short ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text.slice(0, 2)}` : text.slice(0, 4)
  const [month, day, hour, minute, second] = text.slice(short ? 2 : 4).match(/\d\d/g) ?? []
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}Z`)
}
function string(node: Node): string {
  const raw = bytes(node)
  if (node.type === bmpString)
    return raw.replace(/([^])([^])/g, (_, high: string, low: string) =>
      String.fromCharCode(high.charCodeAt(0) * 256 + low.charCodeAt(0)),
    )
  if (node.type !== utf8String) return raw
  try {
    return util.decodeUtf8(raw)
  } catch {
    return raw
  }
}
const attributes = (name: Node, type: string): string[] =>
  children(name)
    .flatMap(children)
    .filter((pair) => oid(children(pair)[0]) === type)
    .flatMap((pair) => children(pair).slice(1, 2).map(string))
const attribute = (name: Node, type: string): string | undefined => attributes(name, type).at(-1)
const commonNames = (subject: Node): CertificateName[] =>
  attributes(subject, '2.5.4.3').map((value) => ({ kind: 'CN', value }))
const called = (name: Node): string =>
  attribute(name, '2.5.4.3') ?? attribute(name, '2.5.4.10') ?? attribute(name, '2.5.4.11') ?? ''

function alternativeNames(extension: Node | undefined): CertificateName[] {
  return children(extension ?? empty).flatMap((name): CertificateName[] => {
    if (name.tagClass !== contextSpecific) return []
    if (name.type === 2) return [{ kind: 'DNS', value: bytes(name) }]
    if (name.type !== 0) return []
    const [type, explicit] = children(name) // otherName: type-id, [0] EXPLICIT value
    const value = children(explicit ?? empty)[0]
    if (value === undefined) return []
    if (oid(type) === xmppAddrOid) return [{ kind: 'XmppAddr', value: string(value) }]
    return oid(type) === srvNameOid ? [{ kind: 'SRV', value: string(value) }] : []
  })
}
function readKey(spki: Node): Certificate['key'] {
  const [algorithm, bits] = children(spki)
  const [type, parameters] = children(algorithm ?? empty)
  switch (oid(type)) {
    case '1.2.840.113549.1.1.1':
      return { type: 'rsa', bits: modulusBits(bits) }
    case '1.2.840.113549.1.1.10':
      return { type: 'rsa-pss', bits: modulusBits(bits) }
    case '1.2.840.10045.2.1': {
      const [curve, size] = curves[oid(parameters)] ?? [oid(parameters), undefined]
      return { type: 'ec', curve, ...(size !== undefined && { bits: size }) }
    }
    case '1.3.101.112':
      return { type: 'ed25519' }
    case '1.3.101.113':
      return { type: 'ed448' }
    case '1.2.840.10040.4.1':
      return { type: 'dsa' }
    default:
      return { type: oid(type) }
  }
}
function modulusBits(bits: Node | undefined): number {
  const modulus = bytes(children(parse(bytes(bits).slice(1)))[0]).replace(/^\0+/, '') // the first byte counts unused bits
  return modulus === '' ? 0 : (modulus.length - 1) * 8 + (32 - Math.clz32(modulus.charCodeAt(0)))
}
function signatureOf(algorithm: Node): string {
  const [type, parameters] = children(algorithm)
  if (oid(type) !== '1.2.840.113549.1.1.10') return signatures[oid(type)] ?? oid(type)
  const hash = children(parameters ?? empty).find((one) => one.tagClass === contextSpecific && one.type === 0) // absent: SHA-1 (RFC 4055 §3.1)
  return `rsassaPss-${hash === undefined ? 'SHA1' : (hashes[oid(children(children(hash)[0] ?? empty)[0])] ?? 'unknown')}`
}
function issuerAddress(extension: Node | undefined): string | undefined {
  const access = children(extension ?? empty).find((one) => oid(children(one)[0]) === '1.3.6.1.5.5.7.48.2')
  const place = children(access ?? empty)[1]
  return place?.type === 6 ? bytes(place) : undefined
}
