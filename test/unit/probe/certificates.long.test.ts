import { X509Certificate, getDiffieHellman } from 'node:crypto'
import { createServer, type TlsOptions } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createAuthority } from '../../../src/demo/world/authority.ts'
import type { Authority, CertificateOptions, Credentials } from '../../../src/demo/world/authority.ts'
import type { Contact, Evidence, Trust } from '../../../src/evidence/evidence.ts'
import { identityOf } from '../../../src/evidence/identity.ts'
import { gather } from '../../../src/probe/gather.ts'
import { endpoints, probeLiveness } from '../../../src/probe/liveness.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'
import { features, header, heard, sasl } from '../../servers/peer.ts'

let lab: Lab
let stranger: Authority
let old: Authority // RSA: SHA-1 and MD5 can sign with it
const day = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * day)
beforeAll(async () => {
  lab = await startLab()
  stranger = createAuthority({ name: 'Stranger' })
  old = createAuthority({ name: 'Old', key: 'rsa2048' })
})
afterAll(() => lab.close())

/** Direct TLS with exactly these credentials, judged with these extra roots. */
async function meet(
  domain: string,
  credentials: Credentials,
  roots: Authority = lab.authority,
  more: TlsOptions = {},
): Promise<{ contact: Contact; evidence: Evidence; live: string | undefined }> {
  const server = createServer({ ...credentials, ciphers: 'DEFAULT@SECLEVEL=0', ...more }, (socket) => {
    socket.on('error', () => {})
    void heard(socket, /<stream:stream/).then(() => socket.end(header(domain) + features(sasl)))
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  lab.onClose(() => new Promise((resolve) => server.close(resolve)))
  lab.announce(domain, 'xmpps-client', (server.address() as AddressInfo).port)
  const tools = lab.tools({ extraRoots: roots.root })
  const evidence = await gather({ domain: name(domain), mayRegister: false }, tools)
  const watched = (await endpoints(name(domain), tools)).c2s.find((one) => one.source === 'srv')
  const live = watched === undefined ? undefined : await probeLiveness(name(domain), watched, tools)
  return {
    contact: evidence.contacts.find((one) => one.source === 'srv') as Contact,
    evidence,
    live: live?.error,
  }
}
const leafOf = ({ contact, evidence }: { contact: Contact; evidence: Evidence }) =>
  evidence.certificates[contact.tls?.chain[0] ?? '']

test.each([
  ['modp2', 1024],
  ['modp14', 2048],
])('how many bits a Diffie-Hellman exchange has is seen: %s', async (group, bits) => {
  const domain = `${group}.example`
  const credentials = lab.authority.issue({ dns: [domain], key: 'rsa2048' })
  const { contact } = await meet(domain, credentials, lab.authority, {
    ciphers: 'DHE-RSA-AES256-GCM-SHA384@SECLEVEL=0',
    maxVersion: 'TLSv1.2',
    dhparam: parametersOf(group),
  })
  expect(contact.tls).toMatchObject({ version: 'TLSv1.2', dhBits: bits })
})
/** DHParameter of PKCS #3, in PEM. */
function parametersOf(group: string): string {
  const prime = getDiffieHellman(group).getPrime()
  const sized = (tag: number, body: Buffer) =>
    Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 255]), body])
  const numbers = Buffer.concat([sized(2, Buffer.concat([Buffer.from([0]), prime])), Buffer.from([2, 1, 2])])
  return `-----BEGIN DH PARAMETERS-----\n${sized(0x30, numbers).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END DH PARAMETERS-----\n`
}
describe('recognised', () => {
  test.each<[string, CertificateOptions]>([
    ['ecdsa', {}],
    ['ecdsa-384', { key: 'p384' }],
    ['ed25519', { key: 'ed25519' }],
    ['rsa', { key: 'rsa2048' }],
    ['with-root', { chain: 'with root' }],
    ['reversed', { chain: 'reversed' }],
  ])('%s', async (what, options) => {
    const domain = `${what}.example`
    const seen = await meet(domain, lab.authority.issue({ dns: [domain], ...options }))
    expect(seen.contact.trouble).toBeUndefined()
    expect(seen.contact.tls?.trust).toMatchObject({ end: 'recognised', root: 'Lab Authority Root' })
    expect(leafOf(seen)).toMatchObject({
      issuer: 'Lab Authority R1',
      issuerOrganization: 'Lab Authority',
      selfSigned: false,
      isCa: false,
      purposes: ['serverAuth', 'clientAuth'],
    })
    expect(seen.live).toBeUndefined()
  })
  test('although an expired cross-sign of the root is sent along', async () => {
    const issued = lab.authority.issue({ dns: ['cross.example'] })
    const cross = stranger.crossSign(lab.authority, 'root', ago(3))
    const seen = await meet('cross.example', { ...issued, cert: issued.cert + cross })
    expect(seen.contact.tls?.chain.length).toBe(3)
    expect(seen.contact.tls?.trust.end).toBe('recognised')
  })
  test('although the intermediate comes twice, once from an authority that nobody knows', async () => {
    const issued = lab.authority.issue({ dns: ['twice.example'], chain: 'leaf' })
    const cross = stranger.crossSign(lab.authority, 'intermediate', ago(3))
    const seen = await meet('twice.example', {
      ...issued,
      cert: issued.cert + cross + lab.authority.intermediate,
    })
    expect(seen.contact.tls?.trust.end).toBe('recognised')
  })
})

describe('ways up', () => {
  const service = (domain: string) => lab.authority.issue({ dns: [domain], chain: 'leaf' })
  test('an intermediate of an authority that nobody knows, and its root, before the right one', async () => {
    const issued = service('astray.example')
    const cert =
      issued.cert +
      stranger.crossSign(lab.authority, 'intermediate') +
      stranger.root +
      lab.authority.intermediate
    const seen = await meet('astray.example', { ...issued, cert })
    expect(seen.contact.tls?.trust).toMatchObject({ end: 'recognised', root: 'Lab Authority Root' })
    expect(seen.live).toBeUndefined()
  })
  test('an expired twin of the intermediate before the right one is not the way that is judged', async () => {
    const issued = service('twin.example')
    const expired = lab.authority.crossSign(lab.authority, 'intermediate', ago(3))
    const seen = await meet('twin.example', {
      ...issued,
      cert: issued.cert + expired + lab.authority.intermediate,
    })
    const path = seen.contact.tls?.trust.path.map((hash) => seen.evidence.certificates[hash])
    expect(seen.contact.tls?.trust.end).toBe('recognised')
    expect(path?.map((one) => one !== undefined && one.notAfter > seen.evidence.at)).toEqual([true, true])
  })
  test('certificates that all name one another end within a few signatures', async () => {
    const [one, other] = [createAuthority({ name: 'One' }), createAuthority({ name: 'Other' })]
    const issued = one.issue({ dns: ['maze.example'], chain: 'leaf' })
    const maze = Array.from({ length: 4 }, () => [
      other.crossSign(one, 'intermediate'),
      one.crossSign(other, 'root'),
      other.crossSign(one, 'root'),
    ])
    const verify = vi.spyOn(X509Certificate.prototype, 'verify')
    const seen = await meet('maze.example', { ...issued, cert: issued.cert + maze.flat().join('') })
    expect(verify.mock.calls.length).toBeLessThan(100) // four connections of a check and the watcher see it
    verify.mockRestore()
    expect(seen.contact.tls?.trust.end).not.toBe('recognised')
  })
})

describe('not recognised, and why', () => {
  const cases: [string, () => Credentials, Partial<Trust>, string?][] = [
    [
      'self-signed',
      () => lab.authority.issue({ dns: ['self-signed.example'], signedBy: 'itself' }),
      { end: 'self-signed-leaf' },
    ],
    [
      'self-signed-rsa',
      () => lab.authority.issue({ dns: ['self-signed-rsa.example'], signedBy: 'itself', key: 'rsa2048' }),
      { end: 'self-signed-leaf' },
    ],
    [
      'self-signed-expired',
      () =>
        lab.authority.issue({
          dns: ['self-signed-expired.example'],
          signedBy: 'itself',
          notAfter: ago(1),
          notBefore: ago(9),
        }),
      { end: 'self-signed-leaf' },
    ],
    [
      'unknown-root',
      () => stranger.issue({ dns: ['unknown-root.example'], chain: 'with root' }),
      { end: 'unknown-root', root: 'Stranger Root' },
    ],
    [
      'unknown-issuer',
      () => stranger.issue({ dns: ['unknown-issuer.example'] }),
      { end: 'unknown-issuer', missing: 'Stranger Root' },
    ],
    [
      'missing-intermediate',
      () => lab.authority.issue({ dns: ['missing-intermediate.example'], chain: 'leaf' }),
      { end: 'unknown-issuer', missing: 'Lab Authority R1' },
    ],
    [
      'expired',
      () => lab.authority.issue({ dns: ['expired.example'], notBefore: ago(90), notAfter: ago(1) }),
      { end: 'expired' },
    ],
    [
      'not-yet-valid',
      () =>
        lab.authority.issue({ dns: ['not-yet-valid.example'], notBefore: new Date(Date.now() + 3 * day) }),
      { end: 'not-yet-valid' },
    ],
    [
      'client-only',
      () => lab.authority.issue({ dns: ['client-only.example'], purposes: ['clientAuth'] }),
      { end: 'purpose' },
    ],
  ]
  test.each(cases)('%s', async (what, credentials, trust) => {
    const seen = await meet(`${what}.example`, credentials())
    expect(seen.contact.reached).toBe('done') // the stream is looked at all the same
    expect(seen.contact.tls?.trust).toMatchObject(trust)
    expect(seen.contact.tls?.trust.at).toBeTypeOf('string')
    expect(seen.live).toMatch(/^tls: certificate: /)
  })
  test('an expired intermediate is blamed by its hash', async () => {
    const lapsed = createAuthority({ name: 'Lapsed', expiredIntermediate: true })
    const seen = await meet('lapsed.example', lapsed.issue({ dns: ['lapsed.example'] }), lapsed)
    expect(seen.contact.tls?.trust).toMatchObject({ end: 'expired', at: seen.contact.tls?.chain[1] })
  })
  test('an issuer that is no CA', async () => {
    const fraud = createAuthority({ name: 'Fraud', intermediateIsNoCa: true })
    const seen = await meet('fraud.example', fraud.issue({ dns: ['fraud.example'] }), fraud)
    expect(seen.contact.tls?.trust).toMatchObject({ end: 'issuer-not-ca', at: seen.contact.tls?.chain[1] })
  })
  test('a signature that does not fit the issuer of that name', async () => {
    const twin = createAuthority() // the same names, other keys
    const issued = lab.authority.issue({ dns: ['bad-signature.example'], chain: 'leaf' })
    const seen = await meet('bad-signature.example', { ...issued, cert: issued.cert + twin.intermediate })
    expect(seen.contact.tls?.trust).toMatchObject({ end: 'bad-signature', at: seen.contact.tls?.chain[0] })
  })
  test.each(['sha1', 'md5'] as const)('signed with %s', async (hash) => {
    const domain = `${hash}.example`
    const seen = await meet(domain, old.issue({ dns: [domain], hash }), old)
    expect(seen.contact.tls?.trust).toMatchObject({ end: 'weak', at: seen.contact.tls?.chain[0] })
    expect(leafOf(seen)?.signature).toBe(`${hash}WithRSAEncryption`)
  })
})

describe('what a certificate says', () => {
  test('a 1024-bit key is told, whatever OpenSSL thinks of it', async () => {
    const seen = await meet('small.example', lab.authority.issue({ dns: ['small.example'], key: 'rsa1024' }))
    expect(leafOf(seen)?.key).toEqual({ type: 'rsa', bits: 1024 })
  })
  test('SRVName, XmppAddr and CN stand beside DNS names', async () => {
    const domain = 'names.example'
    const seen = await meet(
      domain,
      lab.authority.issue({ commonName: domain, srv: [`_xmpp-client.${domain}`], xmppAddr: [domain] }),
    )
    expect(leafOf(seen)?.names).toEqual([
      { kind: 'SRV', value: `_xmpp-client.${domain}` },
      { kind: 'XmppAddr', value: domain },
      { kind: 'CN', value: domain },
    ])
    expect(identityOf(leafOf(seen)?.names ?? [], domain, 'xmpp-client')?.by).toBe('SRV')
    expect(seen.live).toBeUndefined()
  })
  test.each<[string, CertificateOptions]>([
    ['other-name', { dns: ['somebody-else.example'] }],
    ['target-only', { dns: ['xmpp.target-only.example'] }],
    ['cn-only', { commonName: 'cn-only.example' }],
    ['partial', { dns: ['part*.example'] }],
    ['too-wide', { dns: ['*.example'] }],
    ['nul', { dns: ['nul.example\0.evil.example'] }],
    ['wrong-service', { srv: ['_xmpp-server.wrong-service.example'] }],
  ])('%s is not up for a watcher', async (what, options) => {
    const domain = `${what}.example`
    const seen = await meet(domain, lab.authority.issue(options))
    expect(seen.contact.tls?.trust.end).toBe('recognised')
    expect(seen.live).toBe(`tls: certificate: not for ${domain}`)
  })
  test('10,000 names are refused by TLS itself, in words', async () => {
    const dns = Array.from({ length: 10_000 }, (_, i) => `host-${i}.many-names.example`)
    const seen = await meet(
      'many-names.example',
      lab.authority.issue({ dns: ['many-names.example', ...dns] }),
    )
    expect(seen.contact.trouble).toMatchObject({
      phase: 'tls',
      code: 'tls',
      detail: expect.stringMatching(/excessive message size/),
    })
  })
  test('of a long chain ten are kept', async () => {
    const issued = lab.authority.issue({ dns: ['long.example'] })
    const seen = await meet('long.example', {
      ...issued,
      cert: issued.cert + Array.from({ length: 30 }, () => stranger.intermediate).join(''),
    })
    expect(seen.contact.tls?.chain.length).toBe(10)
    expect(seen.contact.tls?.trust.end).toBe('recognised')
  })
})
