import { createServer as createHttps } from 'node:https'
import { createServer } from 'node:tls'
import { connect as connectTcp } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { startDns } from '../../../src/demo/world/dns.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWebsite } from '../../../src/demo/world/website.ts'
import { openHourlyBudget } from '../../../src/probe/budget.ts'
import { gather } from '../../../src/probe/gather.ts'
import type { Progress } from '../../../src/probe/gather.ts'
import { endpoints, probeLiveness } from '../../../src/probe/liveness.ts'
import type { ProbeOrder } from '../../../src/evidence/evidence.ts'
import type { Duration } from '../../../src/values/instant.ts'
import type { WebAddress } from '../../../src/values/names.ts'
import { here, name, startLab } from '../../servers/lab.ts'
import type { Lab } from '../../servers/lab.ts'
import { features, header, heard, sasl, startPeer } from '../../servers/peer.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab()
})
afterAll(() => lab.close())
const order = (domain: string, more: Partial<ProbeOrder> = {}): ProbeOrder => ({
  domain: name(domain),
  mayRegister: false,
  ...more,
})
const site = async (domain: string, pages?: Parameters<typeof startWebsite>[0]['pages']) => {
  const website = await startWebsite({ domain, authority: lab.authority, ...(pages && { pages }) })
  lab.onClose(website.close)
  lab.dns.set(domain, [here])
  return website
}

/** Nobody may listen on 443 here, so what would go there goes to another port. */
const atPort443 = (instead: number) => (address: string, port: number) =>
  connectTcp({ host: address, port: port === 443 ? instead : port })

describe('a healthy service', () => {
  test('is seen whole: four modes, chain, form, features, website', async () => {
    await lab.service('healthy.example', { registration: 'open' })
    const website = await site('healthy.example')
    const progress: Progress[] = []
    const evidence = await gather(
      order('healthy.example', { website: website.url as WebAddress }),
      lab.tools({ source: 'https://checker.example/' }),
      (one) => progress.push(one),
    )
    const announced = evidence.contacts.filter((one) => one.source === 'srv')
    expect(announced.map((one) => `${one.mode}${one.alpn ? ' alpn' : ''} ${one.reached}`).sort()).toEqual([
      'c2s direct alpn done',
      'c2s direct done',
      'c2s starttls done',
      's2s direct alpn done',
      's2s starttls done',
    ])
    const c2s = announced.find((one) => one.mode === 'c2s starttls')
    expect(c2s).toMatchObject({
      target: 'xmpp.healthy.example',
      priority: 5,
      weight: 10,
      outside: { from: 'healthy.example', version: '1.0', features: { starttls: 'required' } },
      tls: { version: 'TLSv1.3', trust: { end: 'recognised' } },
      inside: { features: { register: true, mechanisms: ['SCRAM-SHA-1', 'PLAIN'] } },
      registration: { answer: 'form', fields: ['username', 'password'] },
    })
    expect(announced.find((one) => one.mode === 's2s starttls')?.inside?.features?.dialback).toBe(true)
    expect(announced.find((one) => one.alpn && one.mode === 'c2s direct')?.tls?.alpn).toBe('xmpp-client')
    expect(evidence.legacy).toMatchObject([{ accepted: [] }, { accepted: [] }])
    expect(evidence.website?.visits[0]).toMatchObject({
      status: 200,
      title: 'healthy.example, a public XMPP service',
      certificate: { ok: true },
    })
    expect(website.requests[0]?.agent).toContain('https://checker.example/')
    expect(evidence.ourSide).toEqual([])
    expect(evidence.references).toBeUndefined()
    expect(progress).toContainEqual({
      what: expect.stringContaining('c2s starttls xmpp.healthy.example'),
      phase: 'inside',
    })
    expect(JSON.parse(JSON.stringify(evidence))).toEqual(evidence)
  })
  test('is asked s2s in the name of our domain, in its own namespace', async () => {
    const openings: string[] = []
    const peer = await startPeer((socket) =>
      socket.on('data', (data) => void (openings.push(data.toString()), socket.end())),
    )
    lab.onClose(peer.close)
    lab.announce('s2s.example', 'xmpp-server', peer.port)
    await gather(order('s2s.example'), lab.tools({ from: name('checker.example') }))
    expect(openings[0]).toContain("xmlns='jabber:server'")
    expect(openings[0]).toContain("from='checker.example' to='s2s.example'")
  })
  test('costs few connections and questions, which is what its time is made of', async () => {
    const service = await lab.service('quick.example', { registration: 'open' })
    const before = lab.dns.queries()
    await gather(order('quick.example'), lab.tools())
    expect(service.connections()).toBe(7) // each mode, direct TLS without ALPN, old TLS on either side
    expect(lab.dns.queries() - before).toBeLessThanOrEqual(20)
  })
})

describe('DNS', () => {
  test('no SRV: the domain itself on 5222 and 5269; "." and trouble do not fall back', async () => {
    lab.dns.set('plain.example', [here])
    lab.dns.set('_xmpp-client._tcp.nowhere.example', [{ type: 'SRV', port: 0, target: '' }])
    lab.dns.set('_xmpp-server._tcp.nowhere.example', 'servfail')
    lab.dns.set('nowhere.example', [here])
    const plain = await gather(order('plain.example'), lab.tools())
    expect(
      plain.contacts
        .filter((one) => one.source === 'fallback')
        .map((one) => [one.mode, one.port, one.trouble?.code]),
    ).toEqual(
      expect.arrayContaining([
        ['c2s starttls', 5222, 'refused'],
        ['s2s starttls', 5269, 'refused'],
      ]),
    )
    const nowhere = await gather(order('nowhere.example'), lab.tools())
    expect(nowhere.srv.map((one) => one.result)).toEqual(['not-offered', 'nxdomain', 'servfail', 'nxdomain'])
    expect(nowhere.contacts.filter((one) => one.source === 'fallback')).toEqual([])
  })
  test('NXDOMAIN, NODATA, SERVFAIL and a dead resolver are told apart', async () => {
    lab.dns.set('broken.example', 'servfail')
    const gone = await gather(order('gone.example'), lab.tools())
    expect(gone.hosts[0]?.result).toBe('nxdomain')
    expect((await gather(order('broken.example'), lab.tools())).hosts[0]?.result).toBe('servfail')
    const lost = await gather(order('lost.example'), lab.tools({ resolvers: ['127.0.0.1:1'] }))
    expect(lost.hosts[0]?.result).toBe('timed-out')
    expect(lost.ourSide).toContain('our resolver refuses connections')
    expect(await endpoints(name('lost.example'), lab.tools({ resolvers: ['127.0.0.1:1'] }))).toMatchObject({
      c2s: [],
      trouble: { whose: 'ours' },
    })
  })
  test('a second resolver is asked when the first one is dead', async () => {
    await lab.service('second.example')
    const evidence = await gather(
      order('second.example'),
      lab.tools({ resolvers: ['127.0.0.1:1', lab.dns.address] }),
    )
    expect(evidence.srv[0]?.result).toBe('found')
    expect(evidence.ourSide).toEqual([])
  })
  test('that a name is absent is the word of two resolvers', async () => {
    await lab.service('fresh.example')
    const stale = await startDns({})
    lab.onClose(() => stale.close())
    const evidence = await gather(
      order('fresh.example'),
      lab.tools({ resolvers: [stale.address, lab.dns.address] }),
    )
    expect(evidence.srv.map((one) => one.result)).toEqual(['found', 'nxdomain', 'found', 'nxdomain'])
    expect(evidence.contacts.find((one) => one.mode === 'c2s starttls')?.reached).toBe('done')
    const asked = stale.asked.length
    await gather(order('nobody.example'), lab.tools({ resolvers: [lab.dns.address, stale.address] }))
    expect(stale.asked.slice(asked)).toContain('A nobody.example')
  })
  test('a resolver that is dead does not undo the word of the one that answered', async () => {
    const evidence = await gather(
      order('nobody.example'),
      lab.tools({ resolvers: [lab.dns.address, '127.0.0.1:1'] }),
    )
    expect(evidence.hosts[0]?.result).toBe('nxdomain')
    expect(evidence.ourSide).toEqual([])
  })
  test('a place that has two records stands where clients try it first', async () => {
    const record = (priority: number, target: string) => ({
      type: 'SRV' as const,
      priority,
      port: 5222,
      target,
    })
    const records = [
      record(50, 'a.twofold.example'),
      record(5, 'a.twofold.example'),
      record(10, 'b.twofold.example'),
    ]
    lab.dns.set('_xmpp-client._tcp.twofold.example', records)
    const { srv } = await gather(order('twofold.example'), lab.tools())
    expect(srv[0]?.records.map((one) => [one.priority, one.target])).toEqual([
      [5, 'a.twofold.example'],
      [10, 'b.twofold.example'],
    ])
  })
  test('an alias at an SRV target is seen, its address used', async () => {
    const service = await lab.service('aliased.example')
    lab.announce('aliased.example', 'xmpp-client', service.ports.c2s, 'alias.aliased.example')
    lab.dns.set('alias.aliased.example', [{ type: 'CNAME', target: 'real.aliased.example' }])
    lab.dns.set('real.aliased.example', [here])
    const evidence = await gather(order('aliased.example'), lab.tools())
    expect(evidence.hosts.find((host) => host.host === 'alias.aliased.example')?.aliases).toEqual([
      'real.aliased.example',
    ])
    expect(evidence.contacts.find((one) => one.mode === 'c2s starttls')?.reached).toBe('done')
  })
  test('of all services together eight names are looked up, the best of each first; the others are counted', async () => {
    const of = ['xmpp-client', 'xmpps-client', 'xmpp-server', 'xmpps-server']
    for (const service of of)
      lab.dns.set(
        `_${service}._tcp.loud.example`,
        Array.from({ length: 8 }, (_, n) => ({
          type: 'SRV' as const,
          priority: n,
          port: 5222,
          target: `${service}${n}.victim.example`,
        })),
      )
    const before = lab.dns.asked.length
    const { srv, hosts } = await gather(order('loud.example'), lab.tools())
    const asked = lab.dns.asked.slice(before).filter((one) => one.endsWith('.victim.example'))
    expect(asked.length).toBeLessThanOrEqual(40)
    expect(srv.map((one) => [one.records.length, one.cutOff])).toEqual(of.map(() => [2, 6]))
    expect(srv.map((one) => one.records[0]?.target)).toEqual(of.map((one) => `${one}0.victim.example`))
    expect(hosts.filter((one) => one.host !== 'loud.example').length).toBe(8)
  })
  test('an alias that leads in a circle ends', async () => {
    lab.announce('circle.example', 'xmpp-client', 5222, 'a.circle.example')
    lab.dns.set('a.circle.example', [{ type: 'CNAME', target: 'b.circle.example' }])
    lab.dns.set('b.circle.example', [{ type: 'CNAME', target: 'a.circle.example' }])
    const host = (await gather(order('circle.example'), lab.tools())).hosts.find(
      (one) => one.host === 'a.circle.example',
    )
    expect(host?.addresses).toEqual([])
    expect(host?.aliases.length).toBeLessThanOrEqual(8)
  })
})

describe('direct TLS', () => {
  const tried = async (domain: string, more: Partial<ProbeOrder> = {}) => {
    const { contacts } = await gather(order(domain, more), lab.tools())
    const direct = contacts.filter((one) => one.mode === 'c2s direct')
    return [
      ...new Set(direct.map((one) => `${one.source} ${one.target.replace(domain, '')} ${one.reached}`)),
    ].sort()
  }
  test('is tried at 5223 when nobody names a port', async () => {
    await lab.service('direct.example')
    lab.dns.set('_xmpps-client._tcp.direct.example', undefined)
    expect(await tried('direct.example')).toEqual(['policy-port  nothing']) // both names have one address
  })
  test('is tried where it is announced or submitted, and no more when it works there', async () => {
    const service = await lab.service('named.example')
    expect(await tried('named.example')).toEqual(['srv xmpp. done'])
    lab.dns.set('_xmpps-client._tcp.named.example', undefined)
    expect(await tried('named.example', { directTlsPort: service.ports.direct })).toEqual(['submitted  done'])
  })
  test('is tried at 5223 after all when it does not work where it is announced', async () => {
    const service = await lab.service('wrong-port.example')
    lab.announce('wrong-port.example', 'xmpps-client', service.ports.c2s)
    expect(await tried('wrong-port.example')).toEqual(['policy-port  nothing', 'srv xmpp. connect'])
  })
  test.each<[string, (port: number) => void, string]>([['an HTTPS server', () => {}, 'http']])(
    '%s is told from XMPP',
    async (_, __, code) => {
      const server = createServer(lab.authority.issue({ dns: ['https.example'] }), (socket) => {
        socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      lab.onClose(() => new Promise((resolve) => server.close(resolve)))
      lab.announce('https.example', 'xmpps-client', (server.address() as AddressInfo).port)
      const contact = (await gather(order('https.example'), lab.tools())).contacts.find(
        (one) => one.source === 'srv',
      )
      expect(contact?.trouble).toMatchObject({ phase: 'inside', code })
    },
  )
  test('a STARTTLS port announced as direct TLS fails in the handshake', async () => {
    const service = await lab.service('mixed-up.example')
    lab.announce('mixed-up.example', 'xmpps-client', service.ports.c2s)
    const contact = (await gather(order('mixed-up.example'), lab.tools())).contacts.find(
      (one) => one.mode === 'c2s direct' && one.source === 'srv',
    )
    expect(contact?.trouble).toMatchObject({ phase: 'tls', code: 'tls' })
  })
  test('a server of the past: no handshake for us, one for TLS 1.1 and 1.0', async () => {
    const server = createServer(
      {
        ...lab.authority.issue({ dns: ['old.example'] }),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      (socket) => {
        socket.on('error', () => {})
        void heard(socket, /<stream:stream/).then(() => socket.end(header('old.example') + features(sasl)))
      },
    )
    server.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    lab.onClose(() => new Promise((resolve) => server.close(resolve)))
    lab.announce('old.example', 'xmpps-client', (server.address() as AddressInfo).port)
    const evidence = await gather(order('old.example'), lab.tools())
    expect(evidence.contacts.find((one) => one.source === 'srv')?.trouble).toMatchObject({
      phase: 'tls',
      code: 'tls',
    })
    expect(evidence.legacy).toMatchObject([{ mode: 'c2s direct', accepted: ['TLSv1.1', 'TLSv1'] }])
  })
})

describe('budgets and deadlines', () => {
  test('a silent service ends by the deadline with what is known', async () => {
    const peer = await startPeer(() => {})
    lab.onClose(peer.close)
    for (const service of ['xmpp-client', 'xmpp-server', 'xmpps-client', 'xmpps-server'])
      lab.announce('silent.example', service, peer.port)
    const began = performance.now()
    const evidence = await gather(order('silent.example'), lab.tools({ timeout: 600 as Duration }))
    expect(performance.now() - began).toBeLessThan(7000) // silence alone would last eight seconds and more
    expect(evidence.srv.length).toBe(4)
    expect(evidence.contacts.filter((one) => one.source === 'srv').map((one) => one.trouble?.code)).toEqual(
      Array(5).fill('timed-out'),
    )
  })
  test('the deadline of the check cuts everything and says so', async () => {
    lab.dns.set('_xmpp-client._tcp.cut.example', 'silent')
    lab.dns.set('cut.example', [here])
    const began = performance.now()
    const evidence = await gather(order('cut.example'), lab.tools({ timeout: 300 as Duration }))
    expect(performance.now() - began).toBeLessThan(2900) // a silent resolver alone costs three seconds
    expect(evidence.ourSide).toContain('the time for this check was up')
  })
  test('at most six connections at a time go to one address', async () => {
    let [open, most] = [0, 0]
    const peer = await startPeer((socket) => {
      most = Math.max(most, ++open)
      socket.on('close', () => open--)
    })
    lab.onClose(peer.close)
    lab.dns.set(
      '_xmpp-client._tcp.crowd.example',
      Array.from({ length: 20 }, (_, i) => ({
        type: 'SRV' as const,
        port: peer.port,
        target: `h${i}.crowd.example`,
      })),
    )
    for (let i = 0; i < 20; i++)
      lab.dns.set(`h${i}.crowd.example`, [
        { type: 'A', address: '127.0.0.1' },
        { type: 'A', address: `127.0.1.${i}` },
      ])
    await gather(order('crowd.example'), lab.tools({ timeout: 800 as Duration }))
    expect(most).toBeLessThanOrEqual(6)
    expect(peer.connections()).toBeGreaterThan(0)
  })
  test('four targets of four services leave enough for the website, the way to register first', async () => {
    const [domain, www] = ['many.example', 'www.many.example']
    const service = await lab.service(domain, { host: '0.0.0.0' })
    const { c2s, direct, s2s, s2sDirect } = service.ports
    const ports = {
      'xmpp-client': c2s,
      'xmpps-client': direct,
      'xmpp-server': s2s,
      'xmpps-server': s2sDirect,
    }
    const targets = [2, 3, 4, 5].map((n) => ({ target: `x${n}.${domain}`, address: `127.0.0.${n}` }))
    for (const [of, port] of Object.entries(ports))
      lab.dns.set(
        `_${of}._tcp.${domain}`,
        targets.map(({ target }) => ({ type: 'SRV' as const, port, target })),
      )
    for (const { target, address } of targets) lab.dns.set(target, [{ type: 'A', address }])
    const front =
      'XMPP <a href="/register">Register</a> <a href="/contact">Contact</a> <a href="/impressum">Impressum</a>'
    const website = await startWebsite({
      domain,
      authority: lab.authority,
      certificate: { dns: [domain, www] },
      pages: {
        '/': ({ headers, socket }) => {
          if (headers.host === www) return { body: front }
          const to = 'encrypted' in socket ? `https://${www}/` : `https://${domain}/`
          return { status: 301, headers: { Location: to } }
        },
        '/register': { body: '<form method="post"><input name="u"><input type="password" name="p"></form>' },
        '/contact': { body: '<a href="mailto:hello@many.example">mail</a>' },
        '/impressum': { body: 'Somebody' },
      },
    })
    lab.onClose(website.close)
    for (const name of [domain, www]) lab.dns.set(name, [here])
    let connections = 0
    const connect = (address: string, port: number) => {
      connections++
      return connectTcp({
        host: address,
        port: { 443: website.ports.https, 80: website.ports.http }[port] ?? port,
      })
    }
    const { ourSide, website: seen, contacts, legacy } = await gather(order(domain), lab.tools({ connect }))
    expect(ourSide).toEqual([])
    expect(seen?.visits.map((one) => [one.hops.length, one.status])).toEqual([
      [2, 200],
      [3, 200],
    ])
    expect(seen?.pages.map((one) => one.status)).toEqual([200, 200, 200])
    expect(seen?.pages.map((one) => one.registration?.kind)).toContain('form')
    expect(legacy.map((one) => one.accepted)).toEqual([[], []])
    const reached = (mode: string) =>
      contacts.filter((one) => one.mode === mode && one.reached === 'done').map((one) => one.target)
    for (const mode of ['c2s starttls', 's2s starttls', 'c2s direct'])
      expect(reached(mode).sort()).toEqual(targets.map((one) => one.target))
    expect(reached('s2s direct').length).toBeGreaterThan(0)
    expect(connections).toBeLessThanOrEqual(24)
    const paths = website.requests.map((one) => one.path)
    expect(paths.filter((path) => path === '/').length).toBe(3) // http, https, www: nothing is read twice
  })
  test('strangers get thirty connections an hour to one address, then an answer that blames us', async () => {
    await lab.service('popular.example')
    let now = 0
    const hourly = openHourlyBudget(() => now)
    const first = await gather(order('popular.example'), lab.tools({ hourly }))
    expect(first.ourSide).toEqual([])
    const again = async () => gather(order('popular.example'), lab.tools({ hourly }))
    let last = await again()
    for (let checks = 0; checks < 5 && last.contacts.length > 0; checks++) last = await again()
    expect(last.contacts).toEqual([])
    expect(last.ourSide).toEqual(['the hourly budget for this address is used up'])
    now += 3_600_001
    expect((await gather(order('popular.example'), lab.tools({ hourly }))).contacts.length).toBeGreaterThan(0)
  })
})

describe('a provider file', () => {
  test('that refuses tests is honoured: nothing is kept', async () => {
    await lab.service('shy.example')
    const website = await site('shy.example', {
      '/.well-known/xmpp-provider-v2.json': { type: 'application/json', body: '{"serverTesting": false}' },
    })
    const evidence = await gather(
      order('shy.example'),
      lab.tools({ connect: atPort443(website.ports.https) }),
    )
    expect(evidence).toMatchObject({ refusedDomain: 'testing-refused', contacts: [], hosts: [], ourSide: [] })
    expect(evidence.website).toBeUndefined()
  })
  test('is waited for before old TLS is tried, or anything looked at twice', async () => {
    const service = await lab.service('late.example')
    let before = 0
    const server = createHttps(lab.authority.issue({ dns: ['late.example'] }), (request, response) => {
      if (request.url !== '/.well-known/xmpp-provider-v2.json') return void response.end()
      setTimeout(() => {
        before = service.connections()
        response.end('{"serverTesting": false}')
      }, 700)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    lab.onClose(() => server.close())
    const connect = atPort443((server.address() as AddressInfo).port)
    const evidence = await gather(order('late.example'), lab.tools({ connect }))
    expect(evidence.refusedDomain).toBe('testing-refused')
    expect([before, service.connections()]).toEqual([4, 4]) // one look at each of the four usual ports
  })
  test('that does not come is not waited for long', async () => {
    const service = await lab.service('mute.example')
    const mute = await startPeer(() => {})
    lab.onClose(mute.close)
    const tools = lab.tools({ connect: atPort443(mute.port), timeout: 2000 as Duration })
    await gather(order('mute.example'), tools)
    expect(service.connections()).toBe(7)
  })
  test.each(['{"serverTesting": true}', '[]', 'null', 'not JSON'])(
    'that says %s changes nothing',
    async (body) => {
      await lab.service('open.example')
      const website = await site('open.example', { '/.well-known/xmpp-provider-v2.json': { body } })
      const evidence = await gather(
        order('open.example'),
        lab.tools({ connect: atPort443(website.ports.https) }),
      )
      expect(evidence.refusedDomain).toBeUndefined()
      expect(website.requests.map((one) => one.path)).toContain('/.well-known/xmpp-provider-v2.json')
    },
  )
})

describe('ours or theirs', () => {
  test('references are asked only when something failed for the network', async () => {
    await lab.service('reference.example')
    const down = await lab.service('down.example')
    down.fail()
    const references = [name('reference.example'), name('no-reference.example')]
    const failed = await gather(order('down.example'), lab.tools({ references }))
    expect(failed.references).toEqual({ asked: 2, answered: 1 })
    expect(failed.contacts.find((one) => one.mode === 'c2s starttls')?.trouble?.code).toBe('closed')
  })
  test('a watcher sees an outage begin and end', async () => {
    const service = await lab.service('flaky.example')
    const places = await endpoints(name('flaky.example'), lab.tools())
    expect(places.c2s.map((one) => one.mode)).toEqual(['c2s starttls', 'c2s direct'])
    expect(places.s2s.map((one) => one.mode)).toEqual(['s2s starttls', 's2s direct'])
    const [c2s] = places.c2s
    if (c2s === undefined) throw new Error('nothing to watch')
    const look = () => probeLiveness(name('flaky.example'), c2s, lab.tools())
    expect(await look()).toMatchObject({ side: 'c2s', outcome: 'up', certificateEnds: expect.any(String) })
    service.fail()
    expect(await look()).toMatchObject({ outcome: 'down', error: expect.stringMatching(/closed/) })
    service.fail({ streamError: 'host-unknown' })
    expect(await look()).toMatchObject({ outcome: 'down', error: 'stream: stream-error: host-unknown' })
    service.fail({ streamError: 'policy-violation' })
    expect(await look()).toMatchObject({ outcome: 'ours' })
    service.recover()
    expect(await look()).toMatchObject({ outcome: 'up' })
  })
  test('a stream for another domain is not up', async () => {
    const service = await lab.service('one.example', {
      certificate: { dns: ['one.example', 'other.example'] },
    })
    lab.announce('other.example', 'xmpps-client', service.ports.direct)
    const [place] = (await endpoints(name('other.example'), lab.tools())).c2s.filter(
      (one) => one.source === 'srv',
    )
    if (place === undefined) throw new Error('nothing to watch')
    expect(await probeLiveness(name('other.example'), place, lab.tools())).toMatchObject({
      outcome: 'down',
      error: 'inside: a stream from one.example',
    })
  })
})

test('the domain of the administrator is looked up, and nothing is sent there', async () => {
  lab.dns.set('chat.example', [here])
  const result = async (adminDomain: string) =>
    (await gather(order('alone.example', { adminDomain: name(adminDomain) }), lab.tools())).administrator
  expect(await result('chat.example')).toEqual({ domain: 'chat.example', result: 'found' })
  expect(await result('lost.example')).toEqual({ domain: 'lost.example', result: 'nxdomain' })
  lab.dns.set('_xmpp-server._tcp.broken.example', 'servfail')
  expect((await result('broken.example'))?.result).toBe('servfail')
})
describe('websites', () => {
  test('contact and registration are found one level deep', async () => {
    const website = await site('deep.example', {
      '/': {
        body: '<title>Deep</title><p>Jabber</p><a href="/about/contact.html">Contact</a> <a href="/account/new">Sign up</a>',
      },
      '/about/contact.html': {
        body: '<a href="mailto:hello%40deep.example?subject=x">mail</a> <a href="tel:+49301234">call</a>',
      },
      '/account/new': { body: '<form method="post"><input name="u"><input type="password" name="p"></form>' },
    })
    const { website: seen } = await gather(
      order('deep.example', { website: website.url as WebAddress }),
      lab.tools(),
    )
    expect(seen?.visits[0]).toMatchObject({ mentions: ['Jabber'], registration: { kind: 'link' } })
    expect(seen?.pages.flatMap((page) => page.contacts)).toEqual(
      expect.arrayContaining([
        { kind: 'mailto', value: 'hello@deep.example' },
        { kind: 'tel', value: '+49301234' },
      ]),
    )
    expect(seen?.pages.map((page) => page.registration?.kind)).toContain('form')
  })
  test('a link that is no address any more where we cut it off is a page that is not there', async () => {
    const website = await site('long.example', {
      '/': { body: `Jabber <a href="https://user:${'p'.repeat(600)}@long.example/">Contact</a>` },
    })
    const { website: seen } = await gather(
      order('long.example', { website: website.url as WebAddress }),
      lab.tools(),
    )
    expect(seen?.visits[0]?.mentions).toEqual(['Jabber'])
    expect(seen?.pages.map((page) => page.trouble?.code)).toEqual(['guard'])
  })
  test('frames, and circles that a cookie ends, are followed', async () => {
    const website = await site('framed.example', {
      '/': (request: IncomingMessage) =>
        request.headers.cookie === 'seen=1; b=2'
          ? { body: '<frameset><frame src="main.html"></frameset>' }
          : { status: 302, headers: { Location: '/', 'Set-Cookie': ['seen=1; Path=/', 'b=2; Secure'] } },
      '/main.html': { body: 'Jabber, by <a href="mailto:hello@framed.example">us</a>' },
    })
    const { website: seen } = await gather(
      order('framed.example', { website: website.url as WebAddress }),
      lab.tools(),
    )
    expect(seen?.pages).toMatchObject([
      { mentions: ['Jabber'], contacts: [{ value: 'hello@framed.example' }] },
    ])
  })
  test('a page that only scripts can draw is told as such', async () => {
    const website = await site('script.example', {
      '/': { body: '<title>App</title><div id="app"></div><script src="/app.js"></script>' },
    })
    const { website: seen } = await gather(
      order('script.example', { website: website.url as WebAddress }),
      lab.tools(),
    )
    expect(seen?.visits[0]?.registration?.kind).toBe('script-only')
  })
  test('a bad certificate is noted and the page read all the same', async () => {
    const website = await startWebsite({
      domain: 'self.example',
      authority: lab.authority,
      certificate: { dns: ['self.example'], signedBy: 'itself' },
    })
    lab.onClose(website.close)
    lab.dns.set('self.example', [here])
    const { website: seen } = await gather(
      order('self.example', { website: website.url as WebAddress }),
      lab.tools(),
    )
    expect(seen?.visits[0]).toMatchObject({
      status: 200,
      certificate: { ok: false, says: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
  })
  test('the submitted registration page is looked at', async () => {
    const website = await site('reg.example', {
      '/': { body: 'XMPP' },
      '/join': { body: '<form><input type=password></form>' },
    })
    const evidence = await gather(
      order('reg.example', {
        website: website.url as WebAddress,
        registration: `${website.url}join` as WebAddress,
      }),
      lab.tools(),
    )
    expect(evidence.registrationPage?.registration?.kind).toBe('form')
  })
})
