import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  bits,
  bool,
  explicit,
  implicit,
  integer,
  nothing,
  octets,
  oid,
  pem,
  sequence,
  set,
  time,
  tlv,
  utf8,
} from './der.ts'

export type KeyKind = 'p256' | 'p384' | 'ed25519' | 'rsa1024' | 'rsa2048' | 'rsa4096'
export type CertificateOptions = {
  /** subjectAltName: dNSName, SRVName (`_xmpp-client.im.example`), XmppAddr. */
  readonly dns?: readonly string[]
  readonly srv?: readonly string[]
  readonly xmppAddr?: readonly string[]
  readonly commonName?: string
  readonly key?: KeyKind
  readonly hash?: 'sha256' | 'sha384' | 'sha1' | 'md5'
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly signedBy?: 'intermediate' | 'root' | 'itself'
  /** What the server sends. `leaf`: the intermediate is missing. */
  readonly chain?: 'full' | 'leaf' | 'with root' | 'reversed'
  readonly purposes?: readonly ('serverAuth' | 'clientAuth')[] // empty: the extension is left out
  readonly ca?: boolean
}
/** PEM, for node:tls. `cert` is the chain as it is to be sent. */
export type Credentials = { readonly key: string; readonly cert: string }
export type Authority = {
  readonly name: string
  readonly root: string // PEM
  readonly intermediate: string // PEM
  readonly issue: (options: CertificateOptions) => Credentials
  /** Another authority's root or intermediate, signed by our root as well: PEM. */
  readonly crossSign: (other: Authority, which: 'root' | 'intermediate', notAfter?: Date) => string
  readonly signers: { readonly root: Signer; readonly intermediate: Signer }
}
type Signer = { readonly name: string; readonly organization?: string; readonly key: KeyObject }

const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'
const day = 86_400_000

/** A root, an intermediate and as many leaves as are asked for. Keys of one kind are made once in a process: an RSA key costs 100 ms. */
export function createAuthority(
  options: { name?: string; key?: KeyKind; expiredIntermediate?: boolean; intermediateIsNoCa?: boolean } = {},
): Authority {
  const name = options.name ?? 'Lab Authority'
  const kind = options.key ?? 'p256'
  const [start, end] = [new Date(Date.now() - 400 * day), new Date(Date.now() + 4000 * day)]
  const root: Signer = { name: `${name} Root`, organization: name, key: newKey(kind) }
  const middle: Signer = { name: `${name} R1`, organization: name, key: newKey(kind) }
  const rootDer = certificate({
    subject: root,
    issuer: root,
    key: root.key,
    from: start,
    to: end,
    hash: 'sha256',
    extensions: authorityExtensions(true),
  })
  const middleEnd = options.expiredIntermediate === true ? new Date(Date.now() - day) : end
  const middleDer = certificate({
    subject: middle,
    issuer: root,
    key: middle.key,
    from: start,
    to: middleEnd,
    hash: 'sha256',
    extensions: authorityExtensions(options.intermediateIsNoCa !== true),
  })
  const [rootPem, middlePem] = [pem('CERTIFICATE', rootDer), pem('CERTIFICATE', middleDer)]
  const issue = (asked: CertificateOptions): Credentials => {
    const key = newKey(asked.key ?? 'p256')
    const subject = asked.commonName ?? asked.dns?.[0] ?? 'nobody'
    const signer = { intermediate: middle, root, itself: { name: subject, key } }[
      asked.signedBy ?? 'intermediate'
    ]
    const leaf = pem(
      'CERTIFICATE',
      certificate({
        subject: { name: subject },
        issuer: signer,
        key,
        hash: asked.hash ?? 'sha256',
        from: asked.notBefore ?? new Date(Date.now() - day),
        to: asked.notAfter ?? new Date(Date.now() + 90 * day),
        extensions: leafExtensions(asked),
      }),
    )
    const above = asked.signedBy === undefined || asked.signedBy === 'intermediate' ? [middlePem] : []
    const chains = {
      full: [leaf, ...above],
      leaf: [leaf],
      'with root': [leaf, ...above, rootPem],
      reversed: [leaf, rootPem, ...above],
    }
    return {
      key: key.export({ type: 'pkcs8', format: 'pem' }) as string,
      cert: chains[asked.chain ?? 'full'].join(''),
    }
  }
  const crossSign: Authority['crossSign'] = (other, which, notAfter = end) => {
    const subject = other.signers[which]
    return pem(
      'CERTIFICATE',
      certificate({
        subject,
        issuer: root,
        key: subject.key,
        from: start,
        to: notAfter,
        hash: 'sha256',
        extensions: authorityExtensions(true),
      }),
    )
  }
  return {
    name,
    root: rootPem,
    intermediate: middlePem,
    issue,
    crossSign,
    signers: { root, intermediate: middle },
  }
}

/** RSA keys are slow to make, so the process keeps them. They are good for nothing but a demo on loopback. */
const made = new Map<string, KeyObject[]>()
let taken = 0
function newKey(kind: KeyKind): KeyObject {
  if (!kind.startsWith('rsa')) {
    if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey
    return generateKeyPairSync('ec', { namedCurve: kind === 'p384' ? 'P-384' : 'P-256' }).privateKey
  }
  const kept = made.get(kind) ?? []
  if (kept.length < 3) {
    const key = generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(3)) }).privateKey
    made.set(kind, [...kept, key])
    return key
  }
  return kept[taken++ % kept.length] as KeyObject
}

type Writing = {
  readonly subject: { readonly name: string; readonly organization?: string }
  readonly issuer: Signer
  readonly key: KeyObject
  readonly from: Date
  readonly to: Date
  readonly hash: NonNullable<CertificateOptions['hash']>
  readonly extensions: readonly Buffer[]
}
function certificate(what: Writing): Buffer {
  const spki = publicKey(what.key)
  const algorithm = signatureAlgorithm(what.issuer.key, what.hash)
  const tbs = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    distinguishedName(what.issuer.name, what.issuer.organization),
    sequence(time(what.from), time(what.to)),
    distinguishedName(what.subject.name, what.subject.organization),
    spki,
    explicit(
      3,
      sequence(
        ...what.extensions,
        extension('2.5.29.14', octets(keyId(spki))),
        extension('2.5.29.35', sequence(implicit(0, keyId(publicKey(what.issuer.key))))),
      ),
    ),
  )
  const edwards = what.issuer.key.asymmetricKeyType === 'ed25519'
  return sequence(tbs, algorithm, bits(sign(edwards ? null : what.hash, tbs, what.issuer.key)))
}
const publicKey = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' })
const keyId = (spki: Buffer): Buffer => createHash('sha1').update(spki).digest()

const rsaSignatures = { md5: '4', sha1: '5', sha256: '11', sha384: '12' }
const ecdsaSignatures = { md5: '4.3.2', sha1: '4.1', sha256: '4.3.2', sha384: '4.3.3' }
function signatureAlgorithm(key: KeyObject, hash: Writing['hash']): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'))
  if (key.asymmetricKeyType === 'ec') return sequence(oid(`1.2.840.10045.${ecdsaSignatures[hash]}`))
  return sequence(oid(`1.2.840.113549.1.1.${rsaSignatures[hash]}`), nothing)
}
function distinguishedName(commonName: string, organization?: string): Buffer {
  const part = (type: string, value: string): Buffer => set(sequence(oid(type), utf8(value)))
  return sequence(
    ...(organization === undefined ? [] : [part('2.5.4.10', organization)]),
    part('2.5.4.3', commonName),
  )
}
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [bool(true)] : []), octets(value))
const keyUsage = (bitsOn: number): Buffer =>
  extension('2.5.29.15', Buffer.from([0x03, 0x02, 0x01, bitsOn]), true)
const authorityExtensions = (isCa: boolean): Buffer[] => [
  extension('2.5.29.19', isCa ? sequence(bool(true)) : sequence(), true),
  keyUsage(isCa ? 0x06 : 0x80), // keyCertSign and cRLSign, or digitalSignature
]
function leafExtensions(asked: CertificateOptions): Buffer[] {
  const other = (type: string, value: Buffer): Buffer => explicit(0, oid(type), explicit(0, value))
  const names = [
    ...(asked.dns ?? []).map((name) => implicit(2, Buffer.from(name, 'latin1'))),
    ...(asked.srv ?? []).map((name) => other('1.3.6.1.5.5.7.8.7', tlv(0x16, Buffer.from(name)))), // IA5String
    ...(asked.xmppAddr ?? []).map((name) => other('1.3.6.1.5.5.7.8.5', utf8(name))),
  ]
  const purposes = asked.purposes ?? ['serverAuth', 'clientAuth']
  return [
    extension('2.5.29.19', asked.ca === true ? sequence(bool(true)) : sequence(), true),
    keyUsage(asked.ca === true ? 0x86 : 0x80),
    ...(purposes.length > 0
      ? [
          extension(
            '2.5.29.37',
            sequence(...purposes.map((one) => oid(one === 'serverAuth' ? serverAuth : clientAuth))),
          ),
        ]
      : []),
    ...(names.length > 0 ? [extension('2.5.29.17', sequence(...names))] : []),
  ]
}
