import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DnsRecord, DnsRecords } from '../../src/demo/world/dns.ts'
import { passOver } from './real-world.ts'

const child = join(import.meta.dirname, '../servers/no-packet.mjs')
const [ours, theirs] = [`vouch-${process.pid}-a`, `vouch-${process.pid}-b`]
const ip = (...words: string[]): boolean => spawnSync('ip', words).status === 0

/** What nobody may make us dial, by whatever spelling (RFC 6890 and its registries; research/reliability.md, group S). */
const notPublic = [
  '10.0.0.1', '127.0.0.1', '127.0.0.53', '0.0.0.0', '169.254.169.254', '100.64.0.1', '192.0.0.8', '192.0.2.1',
  '198.18.0.1', '198.51.100.7', '203.0.113.9', '172.16.0.1', '192.168.1.1', '224.0.0.1', '240.0.0.1', '255.255.255.255',
  '168.63.129.16', '100.100.100.200', '::1', '::', '::7f00:1', '::ffff:7f00:1', '::ffff:a00:1', '::ffff:0:7f00:1',
  '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1', '2001:db8::1', '3fff::1', 'fe80::1', 'fc00::1',
  'fd00:ec2::254', 'fec0::1', 'ff02::1', '100::1', '100:0:0:1::1', '5f00::1', '4000::1',
] // prettier-ignore
const address = (of: string): DnsRecord => ({ type: of.includes(':') ? 'AAAA' : 'A', address: of })
const srv = (target: string, port = 5222): DnsRecord => ({ type: 'SRV', port, target })
type Case = { domain: string; records: DnsRecords; website?: string }
type Seen = { domain: string; opened: number; dialled: string[]; refused: string[]; troubles: string[] }
const cases: Case[] = [
  ...notPublic.flatMap((one, index): Case[] => [
    // The domain itself: the fallback ports, the website, port 5223.
    { domain: `own${index}.org`, records: { [`own${index}.org`]: [address(one)] } },
    // The target of every SRV record, by an alias, beside a public address.
    {
      domain: `srv${index}.org`,
      records: {
        ...Object.fromEntries(
          ['xmpp-client', 'xmpps-client', 'xmpp-server', 'xmpps-server'].map((service) => [
            `_${service}._tcp.srv${index}.org`,
            [srv(`t.srv${index}.org`)],
          ]),
        ),
        [`t.srv${index}.org`]: [{ type: 'CNAME', target: `in.srv${index}.org` }],
        [`in.srv${index}.org`]: [address(one), address('9.9.9.9')],
      },
    },
  ]),
  ...[
    'localhost',
    '127.0.0.1',
    '0x7f.1',
    'router.lan',
    'metadata.internal',
    'im.example.test',
    '<img src=x>.t',
  ].map((target, index): Case => ({
    domain: `name${index}.org`,
    records: { [`_xmpp-client._tcp.name${index}.org`]: [srv(target)], [target]: [address('9.9.9.9')] },
  })),
  ...[22, 25, 80, 6379, 11_211].map((port): Case => ({
    domain: `port${port}.org`,
    records: {
      [`_xmpp-client._tcp.port${port}.org`]: [srv(`t.port${port}.org`, port)],
      [`_xmpp-server._tcp.port${port}.org`]: [srv('')],
      [`t.port${port}.org`]: [address('10.1.1.1')],
    },
  })),
  ...[
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://localhost/',
    'http://2130706433/',
    'http://web.site9.org/',
  ].map((website, index): Case => ({
    domain: `site${index}.org`,
    website,
    records: { 'web.site9.org': [address('192.168.1.1')] },
  })),
]
const lured: Case = {
  domain: 'lured.org',
  records: {
    'lured.org': [address('9.9.9.9')],
    '_xmpp-client._tcp.lured.org': [srv('t.lured.org')],
    't.lured.org': [address('9.9.9.9')],
  },
}

const noNamespaces = process.getuid?.() !== 0 || !ip('netns', 'add', ours) || !ip('netns', 'add', theirs)
const skip = passOver('packets counted in network namespaces', [
  noNamespaces ? 'namespaces are for root alone (and need iproute2)' : undefined,
])

describe.skipIf(skip)('counted in the kernel, where every address there is would answer', () => {
  let internet: ChildProcess | undefined
  let called = ''
  let seen: Seen[] = []
  beforeAll(async () => {
    ip('link', 'add', 'out', 'netns', ours, 'type', 'veth', 'peer', 'name', 'in', 'netns', theirs)
    for (const [namespace, device, four, six] of [
      [ours, 'out', '151.101.0.7', '2a04:4e42::7'],
      [theirs, 'in', '151.101.0.8', '2a04:4e42::8'],
    ] as const) {
      for (const link of ['lo', device]) ip('-n', namespace, 'link', 'set', link, 'up')
      ip('-n', namespace, 'address', 'add', `${four}/24`, 'dev', device)
      ip('-n', namespace, '-6', 'address', 'add', `${six}/64`, 'dev', device, 'nodad')
    }
    ip('-n', ours, 'route', 'add', 'default', 'via', '151.101.0.8')
    ip('-n', ours, '-6', 'route', 'add', 'default', 'via', '2a04:4e42::8')
    ip('-n', theirs, 'route', 'add', 'local', 'default', 'dev', 'lo', 'table', 'main')
    ip('-n', theirs, '-6', 'route', 'add', 'local', 'default', 'dev', 'lo', 'table', 'main')
    internet = spawn('ip', ['netns', 'exec', theirs, process.execPath, child, 'internet'])
    internet.stdout?.on('data', (data: Buffer) => (called += data.toString()))
    while (!called.includes('ready')) await once(internet.stdout as NodeJS.ReadableStream, 'data')
    const probe = spawn('ip', ['netns', 'exec', ours, process.execPath, child, 'probe'])
    probe.stdin.end(JSON.stringify([...cases, lured]))
    seen = JSON.parse(await text(probe.stdout)) as Seen[]
  })
  afterAll(async () => {
    internet?.kill()
    if (internet !== undefined && internet.exitCode === null) await once(internet, 'exit')
    for (const one of [ours, theirs]) ip('netns', 'del', one)
  })
  test('no SYN is sent for a name, an address or a port that is refused', () => {
    expect(seen.length).toBe(cases.length + 1)
    expect(seen.slice(0, -1).filter(({ opened }) => opened !== 0)).toEqual([])
  })
  test('a public address is dialled, and the kernel counts it', () => {
    const { opened, dialled } = seen.at(-1) as Seen
    expect(opened).toBeGreaterThan(3)
    expect(dialled).toContain('9.9.9.9 5222')
  })
  test('nobody but that address is ever called, wherever it sends us', () => {
    const all = new Set(called.split('\n').filter((line) => /^\S+ \d+$/.test(line)))
    expect([...all].filter((one) => !one.startsWith('9.9.9.9 '))).toEqual([])
    expect(all).toContain('9.9.9.9 80')
    expect(all).toContain('9.9.9.9 5222')
  })
})
