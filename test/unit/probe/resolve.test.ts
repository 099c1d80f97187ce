import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDns, type Dns, type DnsRecord } from '../../../src/demo/world/dns.ts'
import { lookUpHost, lookUpService, openResolver, type Resolve } from '../../../src/probe/resolve.ts'

let dns: Dns
let resolve: Resolve
beforeAll(async () => {
  dns = await startDns({})
  resolve = openResolver([dns.address])
})
afterAll(() => dns.close())
const A = (n: number): DnsRecord => ({ type: 'A', address: `9.9.9.${n}` })
const AAAA = (n: number): DnsRecord => ({ type: 'AAAA', address: `2620:fe::${n}` })
const upTo = (count: number, record: (n: number) => DnsRecord): DnsRecord[] =>
  Array.from({ length: count }, (_, n) => record(n + 1))

test('an alias that leads to no SRV record is no record, as a wildcard CNAME has it for every name', async () => {
  dns.set('wild.example', [A(1)])
  dns.set('_xmpp-client._tcp.wild.example', [{ type: 'CNAME', target: 'wild.example' }])
  expect(await lookUpService('_xmpp-client', 'wild.example', resolve)).toMatchObject({
    result: 'nodata',
    records: [],
  })
})
test('an alias that leads to SRV records is as good as they are', async () => {
  dns.set('_xmpp-client._tcp.alias.example', [{ type: 'CNAME', target: 'srv.other.example' }])
  dns.set('srv.other.example', [
    { type: 'SRV', priority: 1, weight: 1, port: 5222, target: 'xmpp.other.example' },
  ])
  const { result, records } = await lookUpService('_xmpp-client', 'alias.example', resolve)
  expect([result, records.map(({ target }) => target)]).toEqual(['found', ['xmpp.other.example']])
})
test.each([
  ['five of one family, all of them', upTo(5, A), [5, 0], undefined],
  ['many of one family, eight', upTo(20, AAAA), [0, 8], 12],
  ['many of both, four and four', [...upTo(20, A), ...upTo(20, AAAA)], [4, 4], 32],
  ['many of one and two of the other, six and two', [...upTo(20, A), ...upTo(2, AAAA)], [6, 2], 14],
])('of the addresses of a name are kept: %s; the rest is counted', async (_, records, kept, cutOff) => {
  dns.set('host.example', records)
  const host = await lookUpHost('host.example', resolve, { allow: ['0.0.0.0/0', '::/0'] }, false)
  const of = (family: number) => host.addresses.filter((one) => one.family === family).length
  expect([[of(4), of(6)], host.cutOff]).toEqual([kept, cutOff])
})
