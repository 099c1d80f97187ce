import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDns } from '../../../src/demo/world/dns.ts'
import type { Dns, DnsRecord } from '../../../src/demo/world/dns.ts'
import { Socket } from 'node:net'
import type { Connect } from '../../../src/probe/dial.ts'
import { gather } from '../../../src/probe/gather.ts'
import { endpoints } from '../../../src/probe/liveness.ts'
import { instant } from '../../../src/values/instant.ts'
import type { Duration } from '../../../src/values/instant.ts'
import { name } from '../../servers/lab.ts'

let dns: Dns
const dialled: string[] = []
const connect: Connect = (address, port) => {
  dialled.push(`${address} ${port}`)
  const socket = new Socket()
  setImmediate(() => socket.destroy(Object.assign(new Error('a test'), { code: 'ECONNREFUSED' })))
  return socket
}
const tools = (allow: string[] = []) => ({
  resolvers: [dns.address],
  extraRoots: '',
  allow,
  references: [],
  timeout: 5e3 as Duration,
  now: () => instant(Date.now()),
  connect,
  website: undefined,
})
beforeAll(async () => {
  dns = await startDns({})
})
afterAll(() => dns.close())
const A = (address: string): DnsRecord => ({ type: address.includes(':') ? 'AAAA' : 'A', address })
const srv = (target: string, port = 5222): DnsRecord => ({ type: 'SRV', port, target })
/** The website would be dialled by Node's own agent, so these domains have no address of their own. */
async function probe(
  domain: string,
  records: Record<string, DnsRecord[]>,
): Promise<{ dialled: string[]; refused: (string | undefined)[] }> {
  for (const [owner, what] of Object.entries(records)) dns.set(owner, what)
  dialled.length = 0
  const evidence = await gather({ domain: name(domain), mayRegister: false }, tools())
  await endpoints(name(domain), tools())
  return { dialled: [...dialled], refused: evidence.hosts.map((host) => host.refused) }
}

test.each([
  '10.0.0.1',
  '127.0.0.1',
  '0.0.0.0',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.8',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '::1',
  '::7f00:1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'fe80::1',
  'fd00:ec2::254',
  'ff02::1',
  '4000::1',
])('nothing leaves for an SRV target at %s', async (address) => {
  const seen = await probe('trap.org', {
    '_xmpp-client._tcp.trap.org': [srv('host.trap.org')],
    'host.trap.org': [A(address)],
  })
  expect(seen.dialled).toEqual([])
  expect(seen.refused).toContainEqual(expect.any(String))
})
test('nothing leaves for a name that is public and private at once', async () => {
  const seen = await probe('mixed.org', {
    '_xmpp-client._tcp.mixed.org': [srv('host.mixed.org')],
    'host.mixed.org': [A('9.9.9.9'), A('10.0.0.1')],
  })
  expect(seen.dialled).toEqual([])
})
test('nothing leaves for a public name that is an alias of a private one', async () => {
  const seen = await probe('alias.org', {
    '_xmpp-client._tcp.alias.org': [srv('host.alias.org')],
    'host.alias.org': [{ type: 'CNAME', target: 'inner.alias.org' }],
    'inner.alias.org': [A('192.168.1.1')],
  })
  expect(seen.dialled).toEqual([])
})
test.each(['localhost', '127.0.0.1', 'router.lan', 'metadata.internal', '<img src=x>.t', 'single'])(
  'nothing is even asked about an SRV target %j',
  async (target) => {
    const before = dns.asked.length
    const seen = await probe('names.org', {
      '_xmpp-client._tcp.names.org': [srv(target)],
      [target]: [A('9.9.9.9')],
    })
    expect(seen.dialled).toEqual([])
    expect(dns.asked.slice(before).filter((one) => one.endsWith(` ${target}`))).toEqual([])
  },
)
test.each([22, 25, 53, 80, 6379, 11_211, 0])('nothing leaves for port %i', async (port) => {
  const seen = await probe('ports.org', {
    '_xmpp-client._tcp.ports.org': [srv('host.ports.org', port)],
    'host.ports.org': [A('9.9.9.9')],
  })
  expect(seen.dialled.filter((one) => one.endsWith(` ${port}`))).toEqual([])
})
test('a name that becomes private between two probes is dialled no more', async () => {
  const records = {
    '_xmpp-client._tcp.rebind.org': [srv('host.rebind.org')],
    'host.rebind.org': [A('9.9.9.9')],
  }
  expect((await probe('rebind.org', records)).dialled).toContain('9.9.9.9 5222')
  expect((await probe('rebind.org', { 'host.rebind.org': [A('127.0.0.1')] })).dialled).toEqual([])
  expect((await endpoints(name('rebind.org'), tools())).trouble).toEqual({
    whose: 'theirs',
    says: 'guard: loopback',
  })
})
test('a domain that is refused is not even asked for in DNS', async () => {
  const before = dns.asked.length
  const evidence = await gather({ domain: name('im.example.test'), mayRegister: false }, tools())
  expect(evidence.refusedDomain).toBe('special-name')
  expect(dns.asked.length).toBe(before)
})
test('1,500 SRV records make eight targets, and a check at most 24 connections', async () => {
  dns.set(
    '_xmpp-client._tcp.many.org',
    Array.from({ length: 1500 }, (_, i) => srv(`h${i}.many.org`, 5222 + (i % 7) * 1000)),
  )
  for (let i = 0; i < 1500; i++)
    dns.set(`h${i}.many.org`, [A(`9.9.${i >> 8}.${i & 255}`), A(`2620:fe::${i.toString(16)}`)])
  dialled.length = 0
  const evidence = await gather({ domain: name('many.org'), mayRegister: false }, tools())
  expect(evidence.srv[0]).toMatchObject({ result: 'found', cutOff: 1492 })
  expect(evidence.hosts.length).toBeLessThanOrEqual(9)
  expect(dialled.length).toBeLessThanOrEqual(24)
  expect(dialled.length).toBeGreaterThan(8)
})
test('fifty addresses of one name make eight', async () => {
  const all = Array.from({ length: 50 }, (_, i) => [A(`9.9.8.${i}`), A(`2620:fe::8:${i}`)]).flat()
  dns.set('wide.org', all)
  dns.set('_xmpp-client._tcp.wide.org', [srv('host.wide.org')])
  dns.set('host.wide.org', all)
  dns.set('wide.org', undefined)
  const evidence = await gather({ domain: name('wide.org'), mayRegister: false }, tools())
  expect(evidence.hosts.find((host) => host.host === 'host.wide.org')?.addresses.length).toBe(8)
})

test.each(['db.internal', 'nas.local', 'router.home.arpa', 'intranet.lan'])(
  "a JabberID at %s: our resolver is not asked, its inner names are no stranger's business",
  async (inner) => {
    dns.set(`_xmpp-server._tcp.${inner}`, [srv('10.0.0.1', 5269)])
    dns.set(inner, [A('10.0.0.1')])
    const before = dns.queries()
    const order = { domain: name('jid.org'), adminDomain: name(inner), mayRegister: false }
    const { administrator } = await gather(order, tools())
    expect(administrator).toEqual({ domain: inner, result: 'nodata' })
    expect(dns.asked.slice(before).filter((one) => one.endsWith(inner))).toEqual([])
  },
)
