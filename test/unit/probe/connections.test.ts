import { Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startXmppService } from '../../../src/demo/world/xmpp-service.ts'
import { openCheckBudget, openHourlyBudget } from '../../../src/probe/budget.ts'
import { endpointsOf, placesOf } from '../../../src/probe/endpoints.ts'
import { gather } from '../../../src/probe/gather.ts'
import { endpoints, probeLiveness } from '../../../src/probe/liveness.ts'
import { fromSocket } from '../../../src/probe/trouble.ts'
import type { DnsRecord } from '../../../src/demo/world/dns.ts'
import type { HostAnswer, SrvAnswer, SrvService } from '../../../src/evidence/evidence.ts'
import { name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'
import { features, header, heard, sasl, startPeer } from '../../servers/peer.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())

describe('on the wire', () => {
  test('SNI and ALPN are the JID’s domain and xmpp-client, never the SRV target', async () => {
    const hellos: string[] = []
    const credentials = lab.authority.issue({ dns: ['sni.example'] })
    const server = createServer({ ...credentials, ALPNProtocols: ['xmpp-client'] }, (socket) => {
      hellos.push(`${String(socket.servername)} ${String(socket.alpnProtocol)}`)
      socket.on('error', () => {})
      void heard(socket, /<stream:stream/).then(() => socket.end(header('sni.example') + features(sasl)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    lab.onClose(() => new Promise((resolve) => server.close(resolve)))
    lab.announce('sni.example', 'xmpps-client', (server.address() as AddressInfo).port)
    await gather({ domain: name('sni.example'), mayRegister: false }, lab.tools())
    expect([...new Set(hellos)].sort()).toEqual(['sni.example false', 'sni.example xmpp-client'])
  })
  test('the quick look asks for the cheapest cipher, the check for the one that clients get', async () => {
    const chosen: string[] = []
    const credentials = lab.authority.issue({ dns: ['cipher.example'] })
    const server = createServer({ ...credentials, honorCipherOrder: false }, (socket) => {
      chosen.push(socket.getCipher().name)
      socket.on('error', () => {})
      void heard(socket, /<stream:stream/).then(() => socket.end(header('cipher.example') + features(sasl)))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    lab.onClose(() => new Promise((resolve) => server.close(resolve)))
    lab.announce('cipher.example', 'xmpps-client', (server.address() as AddressInfo).port)
    const { contacts } = await gather({ domain: name('cipher.example'), mayRegister: false }, lab.tools())
    expect(contacts.find((one) => one.source === 'srv')?.tls?.cipher).toBe('TLS_AES_256_GCM_SHA384')
    expect(new Set(chosen.splice(0))).toEqual(new Set(['TLS_AES_256_GCM_SHA384']))
    const { c2s } = await endpoints(name('cipher.example'), lab.tools())
    const direct = c2s.find((one) => one.mode === 'c2s direct')
    const seen = direct && (await probeLiveness(name('cipher.example'), direct, lab.tools()))
    expect(seen?.outcome).toBe('up')
    expect(chosen).toEqual(['TLS_AES_128_GCM_SHA256'])
  })
  test('whatever is told to have begun is told to have ended, the names too', async () => {
    const peer = await startPeer((socket) => socket.end('no XMPP'))
    lab.onClose(peer.close)
    lab.announce('told.example', 'xmpp-client', peer.port)
    for (const [domain, names] of [
      ['told.example', 'done'],
      ['untold.example', 'failed'],
    ] as const) {
      const last = new Map<string, string>()
      await gather({ domain: name(domain), mayRegister: false }, lab.tools(), ({ what, phase }) =>
        last.set(what, phase),
      )
      expect(last.get(domain)).toBe(names)
      expect([...last].filter(([, phase]) => phase !== 'done' && phase !== 'failed')).toEqual([])
    }
  })
  test('contacts that need STARTTLS have a head start: they are the longest', async () => {
    await lab.service('ahead.example')
    const began = new Map<string, number>()
    await gather({ domain: name('ahead.example'), mayRegister: false }, lab.tools(), ({ what, phase }) => {
      const mode = what.split(' ').slice(0, 2).join(' ')
      if (phase === 'connect' && !began.has(mode)) began.set(mode, performance.now())
    })
    const at = (mode: string): number => began.get(mode) ?? Number.NaN
    for (const side of ['c2s', 's2s']) {
      expect(at(`${side} direct`)).toBeGreaterThan(at('c2s starttls') + 3)
      expect(at(`${side} direct`)).toBeGreaterThan(at('s2s starttls') + 3)
    }
  })
  test('a see-other-host is told and nobody goes there', async () => {
    const elsewhere = await startPeer(() => {})
    const peer = await startPeer((socket) =>
      socket.end(
        `${header('moved.example')}<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:${elsewhere.port}</see-other-host></stream:error>`,
      ),
    )
    lab.onClose(elsewhere.close)
    lab.onClose(peer.close)
    lab.announce('moved.example', 'xmpp-client', peer.port)
    const { contacts } = await gather({ domain: name('moved.example'), mayRegister: false }, lab.tools())
    expect(contacts.find((one) => one.source === 'srv')?.trouble).toMatchObject({
      code: 'see-other-host',
      detail: `127.0.0.1:${elsewhere.port}`,
    })
    expect(elsewhere.connections()).toBe(0)
  })
  const hasIPv6 = Object.values(networkInterfaces())
    .flat()
    .some((one) => one?.address === '::1')
  test.skipIf(!hasIPv6)('IPv6 addresses are tried like the others', async () => {
    const service = await startXmppService({ domain: 'six.example', authority: lab.authority, host: '::1' })
    lab.onClose(service.close)
    lab.dns.set('_xmpp-client._tcp.six.example', [
      { type: 'SRV', port: service.ports.c2s, target: 'xmpp.six.example' },
    ])
    lab.dns.set('xmpp.six.example', [{ type: 'AAAA', address: '::1' }])
    const { contacts } = await gather(
      { domain: name('six.example'), mayRegister: false },
      lab.tools({ allow: ['::1/128'] }),
    )
    expect(contacts[0]).toMatchObject({ family: 6, address: '::1', reached: 'done' })
  })
})

describe('what is watched', () => {
  test('leaves IPv6 out where we have none, unless there is nothing else', async () => {
    const both: DnsRecord[] = [
      { type: 'A', address: '127.0.0.1' },
      { type: 'AAAA', address: '::1' },
    ]
    for (const [service, port] of [
      ['xmpp-client', 5222],
      ['xmpp-server', 5269],
    ] as const)
      lab.announce('dual.example', service, port)
    lab.dns.set('xmpp.dual.example', both)
    const tools = lab.tools({ allow: ['127.0.0.0/8', '::1/128'] })
    const families = async (ipv6: boolean) =>
      (await endpoints(name('dual.example'), { ...tools, ipv6 })).c2s.map((one) => one.family)
    expect(await families(true)).toEqual([4, 6])
    expect(await families(false)).toEqual([4])
    lab.dns.set('xmpp.dual.example', both.slice(1))
    expect(await families(false)).toEqual([6])
  })
  test('a reset that comes before we know of the connection is no closed port', async () => {
    const connect = () => {
      const socket = new Socket()
      setImmediate(() => socket.destroy(Object.assign(new Error('a test'), { code: 'ECONNRESET' })))
      return socket
    }
    lab.announce('reset.example', 'xmpp-client', 5222)
    const evidence = await gather(
      { domain: name('reset.example'), mayRegister: false },
      lab.tools({ connect }),
    )
    const contact = evidence.contacts.find((one) => one.mode === 'c2s starttls')
    expect(contact?.trouble).toMatchObject({ phase: 'stream', code: 'closed' })
  })
  test('errors for want of IPv6 are ours', () => {
    const error = (code: string) => Object.assign(new Error(code), { code })
    expect(fromSocket(error('ENETUNREACH'), 'connect', 6).trouble).toMatchObject({
      code: 'our-side',
      detail: 'no IPv6 here',
    })
    expect(fromSocket(error('ENETUNREACH'), 'connect', 4).trouble.code).toBe('unreachable')
    expect(fromSocket(error('EMFILE'), 'connect', 4).trouble.code).toBe('our-side')
    expect(fromSocket(error('ECONNREFUSED'), 'connect', 6).trouble.code).toBe('refused')
  })
})

describe('the plan', () => {
  const srv = (
    service: SrvService,
    result: SrvAnswer['result'],
    ...records: SrvAnswer['records'][number][]
  ): SrvAnswer => ({ service, name: '', result, records, cutOff: 0 })
  const record = (target: string, port: number, priority = 0) => ({ target, port, priority, weight: 0 })
  const order = { domain: name('im.example'), mayRegister: false }
  const host = (of: string, ...addresses: string[]): HostAnswer => ({
    host: of,
    result: 'found',
    aliases: [],
    addresses: addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  })
  const short = (
    all: readonly { mode: string; source: string; port: number; address?: string; host?: string }[],
  ) => all.map((one) => `${one.mode} ${one.source} ${one.address ?? one.host}:${one.port}`)

  test.each<[SrvAnswer['result'], boolean]>([
    ['nxdomain', true],
    ['nodata', true],
    ['servfail', false],
    ['timed-out', false],
    ['not-offered', false],
  ])('%s: fallback %s', (result, falls) => {
    const places = placesOf(order, [srv('_xmpp-client', result), srv('_xmpp-server', result)])
    expect(places.some((place) => place.source === 'fallback')).toBe(falls)
  })
  test('one address and port is met once a mode, however many names it has', () => {
    const places = placesOf(order, [
      srv('_xmpp-client', 'found', record('a.im.example', 5222), record('b.im.example', 5222, 5)),
    ])
    const all = endpointsOf(
      places,
      [host('a.im.example', '192.0.2.1'), host('b.im.example', '192.0.2.1', '2001:db8::1')],
      16,
    )
    expect(short(all).filter((one) => one.startsWith('c2s starttls'))).toEqual([
      'c2s starttls srv 192.0.2.1:5222',
      'c2s starttls srv 2001:db8::1:5222',
    ])
  })
  test('a name that the guard refuses is nowhere in it', () => {
    const places = placesOf(order, [srv('_xmpp-client', 'found', record('a.im.example', 5222))])
    expect(endpointsOf(places, [{ ...host('a.im.example', '10.0.0.1'), refused: 'private' }], 16)).toEqual([])
  })
  test('modes take turns when there is more than the budget', () => {
    const many = (service: SrvService) =>
      srv(service, 'found', ...Array.from({ length: 8 }, (_, i) => record(`h${i}.im.example`, 5222)))
    const places = placesOf(order, [
      many('_xmpp-client'),
      many('_xmpps-client'),
      many('_xmpp-server'),
      many('_xmpps-server'),
    ])
    const hosts = Array.from({ length: 8 }, (_, i) =>
      host(`h${i}.im.example`, `192.0.2.${i}`, `192.0.2.1${i}`),
    )
    const chosen = endpointsOf(places, hosts, 16)
    expect(chosen.length).toBe(16)
    for (const mode of ['c2s starttls', 'c2s direct', 's2s starttls', 's2s direct'])
      expect(chosen.filter((one) => one.mode === mode).length).toBe(4)
  })
})

describe('budgets', () => {
  test('six at a time, then one after another in order', async () => {
    const budget = openCheckBudget(24)
    const leaves = await Promise.all(Array.from({ length: 6 }, () => budget.enter('192.0.2.1')))
    const began: number[] = []
    const waiting = [7, 8].map(async (n) => (await budget.enter('192.0.2.1'), began.push(n)))
    await budget.enter('192.0.2.2')
    expect(began).toEqual([])
    leaves[0]?.()
    leaves[1]?.()
    await Promise.all(waiting)
    expect(began).toEqual([7, 8])
  })
  test('an hour’s connections to neighbours are counted together and forgotten', () => {
    let now = 0
    const hourly = openHourlyBudget(() => now)
    for (let i = 0; i < 120; i++) expect(hourly.take(`192.0.2.${i % 60}`)).toBeUndefined()
    expect(hourly.take('192.0.2.200')).toBeTypeOf('string')
    expect(hourly.take('192.0.3.1')).toBeUndefined()
    now = 3_600_001
    expect(hourly.take('192.0.2.200')).toBeUndefined()
    for (let i = 0; i < 30; i++) hourly.take('198.51.100.1')
    expect(hourly.take('198.51.100.1')).toBeTypeOf('string')
    expect(hourly.take('198.51.100.2')).toBeUndefined()
  })
  test('a check’s connections end', () => {
    const budget = openCheckBudget(2)
    expect([budget.take('192.0.2.1'), budget.take('192.0.2.1')]).toEqual([undefined, undefined])
    expect(budget.take('192.0.2.1')).toBe('the connections of this check are used up')
  })
})
