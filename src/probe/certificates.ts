import type { X509Certificate } from 'node:crypto'
import type { EphemeralKeyInfo, TLSSocket } from 'node:tls'
import { readCertificate } from '../evidence/certificate.ts'
import type { Certificate, TlsSeen, Trust } from '../evidence/evidence.ts'
import type { Instant } from '../values/instant.ts'
import { bestPath, verifies } from './chain-path.ts'
import type { Roots } from './roots.ts'

const chainAtMost = 10
/** Certificates of one run by their hash, and verdicts by chain: endpoints of one service mostly send the same. */
export type CertificateShelf = {
  readonly roots: Roots
  readonly at: Instant
  readonly certificates: Map<string, Certificate>
  readonly verdicts: Map<string, Trust>
}
export const openShelf = (roots: Roots, at: Instant): CertificateShelf => ({
  roots,
  at,
  certificates: new Map(),
  verdicts: new Map(),
})

/** What this handshake showed. Node hands out the chain once only, in the order it was sent. */
export function seenTls(socket: TLSSocket, shelf: CertificateShelf): TlsSeen {
  const chain = chainOf(socket)
  const hashes = chain.map((certificate) => keep(certificate, shelf))
  const code = socket.authorized ? '' : codeOf(socket)
  const key = `${code} ${hashes.join(' ')}`
  const trust = shelf.verdicts.get(key) ?? explain(chain, hashes, code, shelf)
  shelf.verdicts.set(key, trust)
  const [version, cipher] = [socket.getProtocol() ?? 'unknown', socket.getCipher()]
  const dhBits = version === 'TLSv1.3' ? undefined : dhBitsOf(socket)
  return {
    version,
    cipher: cipher.standardName ?? cipher.name,
    ...(dhBits !== undefined && { dhBits }),
    ...(typeof socket.alpnProtocol === 'string' &&
      socket.alpnProtocol !== '' && { alpn: socket.alpnProtocol }),
    chain: hashes,
    trust,
  }
}
function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  for (
    let next = socket.getPeerX509Certificate();
    next !== undefined && chain.length < chainAtMost;
    next = next.issuerCertificate
  )
    chain.push(next)
  return chain
}
function dhBitsOf(socket: TLSSocket): number | undefined {
  const exchange = socket.getEphemeralKeyInfo() as Partial<EphemeralKeyInfo> | null
  return exchange?.type === 'DH' ? exchange.size : undefined
}
/** Node's types say Error; it is a string. */
export const codeOf = (socket: TLSSocket): string =>
  String((socket.authorizationError as Error & { code?: string })?.code ?? socket.authorizationError)

function keep(certificate: X509Certificate, shelf: CertificateShelf): string {
  const sha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase() // `raw` is a copy, and costs as much as two of these
  if (!shelf.certificates.has(sha256)) {
    const selfSigned = certificate.subject === certificate.issuer && verifies(certificate, certificate)
    const read = readCertificate(certificate.raw.toString('base64'), { sha256, selfSigned })
    if (read !== undefined) shelf.certificates.set(sha256, read)
  }
  return sha256
}

/** OpenSSL decided (`code`, '' when it trusts); we say why. Its own word is the last of several errors and often `UNSPECIFIED`. */
function explain(
  chain: readonly X509Certificate[],
  hashes: readonly string[],
  code: string,
  shelf: CertificateShelf,
): Trust {
  if (chain.length === 0) return { end: 'other', code: code || 'NO_CERTIFICATE', path: [] }
  const found = bestPath(chain, shelf.roots, code === '', shelf.at)
  const path = found.path.map((one) => hashes[chain.indexOf(one)] as string)
  const root = found.root === undefined ? undefined : nameOf(found.root.subject)
  const base = { code: code || 'OK', path, ...(root !== undefined && { root }) }
  if (code === '') return { end: 'recognised', ...base }
  const last = found.path.at(-1) as X509Certificate
  const lastHash = path.at(-1) as string
  if (found.end === 'unknown-issuer')
    return { end: 'unknown-issuer', ...base, missing: nameOf(last.issuer), at: lastHash }
  if (found.end !== 'recognised') return { end: found.end, ...base, at: lastHash }
  const faulty = fault(
    path.flatMap((hash) => shelf.certificates.get(hash) ?? []),
    shelf.at,
    code,
  )
  return faulty.end === 'other' && astray.has(code) ? { end: 'recognised', ...base } : { ...faulty, ...base }
}
/** OpenSSL tries one way up and gives up where it ends; clients that look for others find the one we found. */
const astray = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
])
/** The path ends at a recognised root and is refused all the same. */
function fault(path: readonly Certificate[], at: Instant, code: string): Pick<Trust, 'end' | 'at'> {
  const blame = (end: Trust['end'], one: Certificate | undefined): Pick<Trust, 'end' | 'at'> | undefined =>
    one === undefined ? undefined : { end, at: one.sha256 }
  const belowRoot = path.filter((one) => !one.selfIssued)
  return (
    blame(
      'issuer-not-ca',
      path.slice(1).find((one) => !one.isCa),
    ) ??
    blame(
      'expired',
      path.find((one) => one.notAfter < at),
    ) ??
    blame(
      'not-yet-valid',
      path.find((one) => one.notBefore > at),
    ) ??
    blame(
      'weak',
      belowRoot.find(
        (one) =>
          /sha1|md5/i.test(one.signature) ||
          (/^(rsa|dsa)/.test(one.key.type) && (one.key.bits ?? 2048) < 1024),
      ),
    ) ??
    blame(
      'purpose',
      path.slice(0, 1).find(
        (one) =>
          one.purposes !== undefined &&
          !one.purposes.includes('serverAuth') && // "any" alone is not enough for OpenSSL, nor for the clients built on it
          (code === 'INVALID_PURPOSE' || !one.purposes.includes('anyExtendedKeyUsage')),
      ),
    ) ?? { end: 'other' }
  )
}
/** Node prints a name as lines `CN=…`. */
function nameOf(subject: string): string {
  const part = (type: string) => new RegExp(`^${type}=(.*)$`, 'm').exec(subject)?.[1]
  return part('CN') ?? part('O') ?? part('OU') ?? subject.replace(/\n/g, ', ')
}
