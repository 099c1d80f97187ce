import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from '../../../src/demo/world/authority.ts'
import type { CertificateOptions } from '../../../src/demo/world/authority.ts'
import type { XmppServiceOptions } from '../../../src/demo/world/xmpp-service.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import { gather } from '../../../src/probe/gather.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'
import { startPeer } from '../../servers/peer.ts'
import { failing, unsure, verdictOf, warned, wordsOf } from './judged.ts'

/** Real connections to a service with one thing wrong, judged. The website is left to its own tests. */
let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

const look = (domain: string): Promise<Evidence> =>
  gather({ domain: name(domain), mayRegister: false }, lab.tools())
async function seen(domain: string, options: Partial<XmppServiceOptions>): Promise<Evidence> {
  await lab.service(domain, { registration: 'open', ...options })
  return look(domain)
}
const notWeb = (found: readonly string[]) => found.filter((one) => !one.startsWith('web.'))
const day = 86_400_000

test('a service in good order has no fault and needs no advice, but for the website it lacks', async () => {
  const evidence = await seen('good.example', {})
  expect(notWeb(failing(evidence))).toEqual([])
  expect(notWeb(warned(evidence))).toEqual([])
})

describe('certificates', () => {
  test.each<[string, CertificateOptions, string[]]>([
    ['expired', { notAfter: new Date(Date.now() - 3 * day) }, ['tls.validity expired']],
    ['not-yet-valid', { notBefore: new Date(Date.now() + 3 * day) }, ['tls.validity not-yet-valid']],
    ['self-signed', { signedBy: 'itself' }, ['tls.selfsigned self-signed']],
    ['no-intermediate', { chain: 'leaf' }, ['tls.intermediate missing']],
    [
      'wrong-name',
      { dns: ['www.elsewhere.example'] },
      ['tls.identity.c2s wrong-name', 'tls.identity.s2s wrong-name'],
    ],
    [
      'target-name',
      { dns: ['xmpp.target-name.example'] },
      ['tls.identity.c2s target-only', 'tls.identity.s2s target-only'],
    ],
    ['common-name', { dns: [], commonName: 'common-name.example' }, ['tls.identity.cn-only common-name']],
    [
      'client-srv-name',
      { dns: [], srv: ['_xmpp-client.client-srv-name.example'] },
      ['tls.identity.s2s wrong-name'],
    ],
    ['rsa1024', { key: 'rsa1024' }, ['tls.key weak']],
    ['for-clients', { purposes: ['clientAuth'] }, ['tls.eku not-for-servers']],
    ['ed25519', { key: 'ed25519' }, []],
    ['reversed', { chain: 'reversed' }, []],
  ])('%s.example', async (host, certificate, faults) => {
    const domain = `${host}.example`
    expect(notWeb(failing(await seen(domain, { certificate: { dns: [domain], ...certificate } })))).toEqual(
      faults,
    )
  })
  test('the intermediate that is missing is named', async () => {
    const evidence = await seen('incomplete.example', {
      certificate: { dns: ['incomplete.example'], chain: 'leaf' },
    })
    expect(wordsOf('tls.intermediate', evidence).found).toContain('“Lab Authority R1”')
  })
  test('an authority that nobody recognises is named, and is not called self-signed', async () => {
    const evidence = await seen('stranger.example', {
      authority: createAuthority({ name: 'Stranger' }),
      certificate: { dns: ['stranger.example'], chain: 'with root' },
    })
    expect(notWeb(failing(evidence))).toEqual(['tls.chain unknown-root'])
    expect(wordsOf('tls.chain', evidence).found).toContain('“Stranger Root”')
  })
  test('nor is it called a missing intermediate where its root was rightly not sent', async () => {
    const evidence = await seen('unsent.example', {
      authority: createAuthority({ name: 'Stranger' }),
      certificate: { dns: ['unsent.example'] },
    })
    expect(notWeb(failing(evidence))).toEqual(['tls.intermediate unfinished'])
    const { found, fix } = wordsOf('tls.intermediate', evidence)
    expect(found).toContain('leads to “Stranger Root”, which is neither sent nor among the roots')
    expect(fix).toContain('that authority is not recognised')
  })
  test('an intermediate that ended, of an authority nobody recognises, is not told as the leaf', async () => {
    const evidence = await seen('lapsed.example', {
      authority: createAuthority({ name: 'Stranger', expiredIntermediate: true }),
      certificate: { dns: ['lapsed.example'] },
    })
    expect(notWeb([...failing(evidence), ...warned(evidence)])).toEqual([
      'tls.intermediate unfinished',
      'tls.validity chain-expired',
    ])
    expect(wordsOf('tls.validity', evidence).found).toContain('“Stranger R1” in the chain ended')
  })
  test('SHA-1 is told as such, though OpenSSL says nothing of it', async () => {
    const old = createAuthority({ name: 'Old', key: 'rsa2048' })
    const certificate = { dns: ['sha1.example'], hash: 'sha1', key: 'rsa2048' } as const
    await lab.service('sha1.example', { authority: old, certificate, registration: 'open' })
    const evidence = await gather(
      { domain: name('sha1.example'), mayRegister: false },
      lab.tools({ extraRoots: old.root }),
    )
    expect(notWeb(failing(evidence))).toEqual(['tls.signature weak'])
  })
})

describe('streams', () => {
  test.each<[string, Partial<XmppServiceOptions>, string[]]>([
    [
      'no-starttls',
      { faults: { starttls: 'missing' } },
      ['c2s.starttls not-offered', 's2s.starttls not-offered'],
    ],
    [
      'starttls-refused',
      { faults: { starttls: 'refused' } },
      ['c2s.starttls turned-down', 's2s.starttls turned-down'],
    ],
    [
      'host-unknown',
      { faults: { streamError: 'host-unknown' } },
      ['c2s.stream host-unknown', 's2s.stream host-unknown'],
    ],
    [
      'see-other-host',
      { faults: { streamError: 'see-other-host' } },
      ['c2s.stream see-other-host', 's2s.stream see-other-host'],
    ],
    ['no-mechanisms', { faults: { noMechanisms: true } }, ['c2s.post-tls no-mechanisms']],
    ['denied', { registration: 'denied' }, []], // offers its form like an open one: only an account would prove it
    ['no-registration', { registration: false }, ['reg.any nowhere']],
  ])('%s.example', async (host, options, faults) => {
    const found = notWeb(failing(await seen(`${host}.example`, options)))
    expect(
      found.filter((one) => !one.startsWith('reg.any') || faults.some((fault) => fault.startsWith('reg'))),
    ).toEqual(faults)
  })
  test('a rate limit blames nobody', async () => {
    const evidence = await seen('busy.example', { faults: { streamError: 'policy-violation' } })
    expect(notWeb(failing(evidence))).toEqual([])
  })
  test('"." as the only target', async () => {
    await lab.service('closed.example', { registration: 'open' })
    for (const service of ['xmpp-server', 'xmpps-server']) lab.announce('closed.example', service, 0, '')
    expect(notWeb(failing(await look('closed.example')))).toEqual(['dns.srv.none-offered servers'])
  })
  test('servers by TLS from the start alone: no record for 5269, and nothing listens there', async () => {
    await lab.service('direct.example', { registration: 'open' })
    lab.dns.set('_xmpp-server._tcp.direct.example', [])
    const evidence = await look('direct.example')
    expect(notWeb(failing(evidence))).toEqual([])
    expect(notWeb(warned(evidence))).toEqual(['s2s.connect direct-only'])
  })
  test('a web server on 443 that takes no ALPN but its own, published as direct TLS', async () => {
    await lab.service('web443.example', { registration: 'open' })
    const server = createServer(
      { ...lab.authority.issue({ dns: ['web443.example'] }), ALPNProtocols: ['http/1.1'] },
      (socket) => {
        socket.on('error', () => {})
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      },
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    lab.onClose(() => new Promise((resolve) => server.close(resolve)))
    lab.announce('web443.example', 'xmpps-client', (server.address() as AddressInfo).port)
    expect(notWeb(failing(await look('web443.example')))).toEqual(['c2s.direct http-published'])
  })
  test('a server that has no certificate for the domain refuses its name', async () => {
    await lab.service('unserved.example', { registration: 'open', faults: { streamError: 'host-unknown' } })
    // An alert of TLS, fatal: unrecognized_name.
    const peer = await startPeer((socket) =>
      socket.once('data', () => socket.end(Buffer.from('15030300020270', 'hex'))),
    )
    lab.onClose(peer.close)
    for (const service of ['xmpps-client', 'xmpps-server'])
      lab.announce('unserved.example', service, peer.port)
    const evidence = await look('unserved.example')
    expect(notWeb(failing(evidence)).filter((one) => !one.startsWith('reg.'))).toEqual([
      'c2s.stream host-unknown',
      's2s.stream host-unknown',
    ])
    expect(notWeb(warned(evidence))).toEqual([])
  })
  test('records that name the port of the other side', async () => {
    const { ports } = await lab.service('crossed.example', { registration: 'open' })
    lab.announce('crossed.example', 'xmpp-server', ports.c2s)
    lab.announce('crossed.example', 'xmpp-client', ports.s2s)
    const found = notWeb(failing(await look('crossed.example'))).filter((one) => !one.startsWith('reg.'))
    expect(found).toEqual(['c2s.stream wrong-port', 's2s.stream wrong-port'])
  })
  test('ports for servers that reset at once', async () => {
    await lab.service('resets.example', { registration: 'open' })
    const peer = await startPeer((socket) => socket.resetAndDestroy())
    lab.onClose(peer.close)
    for (const service of ['xmpp-server', 'xmpps-server']) lab.announce('resets.example', service, peer.port)
    const evidence = await look('resets.example')
    expect(notWeb(failing(evidence))).toEqual(['s2s.stream closed'])
    expect(unsure(evidence)).toEqual([])
  })
  test('a backup on a port that we do not dial', async () => {
    const { ports } = await lab.service('backup.example', { registration: 'open' })
    const record = { type: 'SRV', weight: 0, target: 'xmpp.backup.example' } as const
    lab.dns.set('_xmpp-client._tcp.backup.example', [
      { ...record, priority: 5, port: ports.c2s },
      { ...record, priority: 10, port: 80 },
    ])
    const evidence = await look('backup.example')
    expect(notWeb(failing(evidence))).toEqual([])
    expect(notWeb(warned(evidence))).toEqual(['dns.target.public port-beside'])
  })
  test('a name that does not exist', async () => {
    expect(notWeb(failing(await look('nothing.example')))).toEqual(['dns.target.resolve none-of-domain'])
    expect(verdictOf(await look('nothing.example'))).toBe('not-eligible')
  })
})
